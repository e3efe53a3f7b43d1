/** What a person agrees to, purpose by purpose; a consent that is taken back ends at once. */
import { createHash } from 'node:crypto';
import type { Person } from '#modules/people/index.server.ts';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { asPerson, asSystem } from '#platform/database/scope.server.ts';
import { emit } from '#platform/jobs/events.server.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { translator, type Language } from '#platform/words/translate.ts';
import { isPurpose, purposes, versionOf, wordsKeyOf, type Purpose } from '../rules/purposes.ts';
import {
  consentsOf,
  insertConsent,
  isConsentOpen,
  keepWording,
  personsConsenting,
  withdrawConsents,
  type Wording,
} from '../store/consent.server.ts';

/** A person about themselves. */
export type Own = { actor: Person; now: Instant; language: Language };
type Ground = Pick<Runtime, 'db'>;

/** The words of a key as they are shown today, with the hash that proves them. */
export function wordingOf(wordsKey: string, language: Language): Wording {
  const shown = translator(language).dynamic(wordsKey);
  const hash = createHash('sha256').update(`${wordsKey}\n${language}\n${shown}`).digest('hex');
  return { hash, wordsKey, language, shown };
}

/** Notes that the person agrees, with the very words that the page showed. Problem `purpose.unknown`. */
export async function giveConsent({ db }: Ground, purpose: string, { actor, now, language }: Own): Promise<Result<void>> {
  if (!isPurpose(purpose)) return problem('purpose.unknown');
  const { personId } = actor;
  const wording = wordingOf(wordsKeyOf(purpose), language);
  const version = versionOf(purpose);
  await asPerson(db, personId, async (tx) => {
    // What was agreed to in an older version ends, and the new one begins.
    if (!(await isConsentOpen(tx, { personId, purpose, version }))) await withdrawConsents(tx, { personId, purpose, now });
    await keepWording(tx, wording);
    const given = await insertConsent(tx, { personId, purpose, version, wordingHash: wording.hash, now });
    if (given) await emit(tx, 'privacy.consented', { person: personId, purpose });
  });
  return ok(undefined);
}

/** Ends a consent, from this moment on. Twice is the same as once. Problem `purpose.unknown`. */
export async function withdrawConsent({ db }: Ground, purpose: string, { actor, now }: Own): Promise<Result<void>> {
  if (!isPurpose(purpose)) return problem('purpose.unknown');
  const { personId } = actor;
  await asPerson(db, personId, async (tx) => {
    const ended = await withdrawConsents(tx, { personId, purpose, now });
    if (ended > 0) await emit(tx, 'privacy.withdrawn', { person: personId, purpose });
  });
  return ok(undefined);
}

/** Does the person agree to this today? Ask at the moment of doing it, in the same transaction where there is one. */
export const hasConsent = (db: Db, personId: string, purpose: Purpose): Promise<boolean> =>
  asSystem(db, 'privacy: consent', (tx) => isConsentOpen(tx, { personId, purpose, version: versionOf(purpose) }));

/** Of these people, those who agree to it today. */
export const consenting = (db: Db, persons: readonly string[], purpose: Purpose): Promise<Set<string>> =>
  asSystem(db, 'privacy: consents', (tx) => personsConsenting(tx, { persons, purpose, version: versionOf(purpose) }));

export type ConsentChoice = {
  purpose: Purpose;
  /** Since when; null: not agreed, or to an older version that counts no longer. */
  givenAt: Instant | null;
  /** Agreed once to less than is asked today. */
  outdated: boolean;
};

/** Every purpose there is, and what this person said to it. */
export async function consentChoices(db: Db, personId: string): Promise<ConsentChoice[]> {
  const open = (await consentsOf(db, personId)).filter(({ withdrawnAt }) => withdrawnAt === null);
  return purposes.map(({ key, version }) => {
    const given = open.find(({ purpose }) => purpose === key);
    const counts = given !== undefined && given.version >= version;
    return { purpose: key, givenAt: counts ? given.givenAt : null, outdated: given !== undefined && !counts };
  });
}
