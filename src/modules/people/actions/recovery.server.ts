/** For who has forgotten the password: a link by mail, when the account has a proven address. */
import { randomUUID } from 'node:crypto';
import { audit } from '#platform/audit/audit.server.ts';
import type { Instant } from '#platform/clock.ts';
import { emit, type Job } from '#platform/jobs/events.server.ts';
import { addressKey, subjectKey, take } from '#platform/limits/limits.server.ts';
import { fieldProblem, ok, problem, type Result } from '#platform/result.ts';
import { isLanguage, type Language } from '#platform/words/translate.ts';
import { identifierKey } from '../rules/identifier.ts';
import { passwordProblem } from '../rules/password.ts';
import { RECOVERY_MAILS_AN_HOUR, RECOVERY_MINUTES, recoverAddressLimit, recoverTypedLimit } from '../rules/recovery.ts';
import { voidActivations } from '../store/activation.server.ts';
import { countLinksSince, liveMailLink, ownerById, ownerOf, useMailLink, type LiveLink } from '../store/mail-link.server.ts';
import { replacePasswordOf } from '../store/person.server.ts';
import type { Ground } from './authentication.server.ts';
import { sendLink, tellOwner } from './mail-link.server.ts';
import { hashInTurn } from './password.server.ts';
import { hashOfKey } from './secrets.server.ts';
import { forgetGuesses } from './sign-in.server.ts';

const ASKED = 'people.recoveryAsked';
const HOUR_MS = 3_600_000;

export type RecoveryAttempt = { typed: string; language: string; address: string; now: Instant };

/**
 * Asks for a link. The answer is the same whether there is such an account or not, and so is the work: one look-up and
 * one event. The mail is made by a job. Problems: `signIn.identifier.missing`, `recover.tooMany` {minutes}.
 */
export async function askRecovery({ db, config }: Ground, { typed, language, address, now }: RecoveryAttempt): Promise<Result<void>> {
  const key = identifierKey(typed);
  if (key === '') return fieldProblem('identifier', 'signIn.identifier.missing');
  for (const [rule, counter] of [
    [recoverAddressLimit, await addressKey(db, address, now)],
    [recoverTypedLimit, await subjectKey(db, `recover ${key}`, now)],
  ] as const) {
    const taken = await take(db, { rule, key: counter, now });
    if (!taken.allowed) return problem('recover.tooMany', { minutes: Math.ceil(taken.retryAfter / 60) });
  }
  const owner = await ownerOf(db, key, config.mode !== 'production');
  await emit(db, ASKED, { ask: randomUUID(), personId: owner?.personId ?? null, language, at: now.toISOString() });
  return ok(undefined);
}

const spoken = (language: unknown): Language => (typeof language === 'string' && isLanguage(language) ? language : 'vi');

/** Sends the link to the proven address of an account that has been opened; otherwise nothing happens. */
export const recoveryJob: Job = {
  name: 'people.recovery',
  on: [ASKED],
  async run({ db, config }, { ask, personId, language, at }) {
    if (typeof personId !== 'string') return;
    const now = new Date(String(at));
    await db.transaction().execute(async (tx) => {
      const owner = await ownerById(tx, personId);
      if (!owner?.active || !owner.email || !owner.emailConfirmed) return;
      const recent = await countLinksSince(tx, personId, 'password', new Date(now.getTime() - HOUR_MS));
      if (recent >= RECOVERY_MAILS_AN_HOUR) return;
      const { name, email } = owner;
      const key = `people.recovery/${String(ask)}`;
      const lastsMs = RECOVERY_MINUTES * 60_000;
      await sendLink(tx, config, { personId, name, to: email, purpose: 'password', key, language: spoken(language), lastsMs, now });
    });
  },
};

/** Does the link still work? Problem: `link.wrong` for one that is wrong, used or too old. */
export async function readRecoveryLink({ db }: Ground, { link, now }: { link: string; now: Instant }): Promise<Result<{ name: string }>> {
  const found = await liveMailLink(db, 'password', hashOfKey(link), now);
  return found ? ok({ name: found.name }) : problem('link.wrong');
}

/**
 * A new password by a link: every session ends, codes of letters too; second factors stay. Problems: `link.wrong`,
 * `password.…`, `signIn.busy` {seconds}.
 */
export async function resetPassword(runtime: Ground, { link, password, now }: { link: string; password: string; now: Instant }): Promise<Result<void>> {
  const { db } = runtime;
  const found = await liveMailLink(db, 'password', hashOfKey(link), now);
  if (!found) return problem('link.wrong');
  const wrong = passwordProblem(password, [found.name, ...Object.values(found.identifiers)]);
  if (wrong) return fieldProblem('password', wrong);
  const hashed = await hashInTurn(password);
  if (!hashed.ok) return hashed;
  if (!(await reset(runtime, found, hashed.value, now))) return problem('link.wrong');
  await forgetGuesses(db, found.personId, now);
  return ok(undefined);
}

const reset = ({ db }: Ground, { id, personId, name, address, email }: LiveLink, hash: string, now: Instant): Promise<boolean> =>
  db.transaction().execute(async (tx) => {
    // Sent to an address that is no longer the person's: whoever reads it now is somebody else.
    if (address !== email || !(await useMailLink(tx, id, now))) return false;
    await replacePasswordOf(tx, personId, hash, now);
    await voidActivations(tx, personId, now);
    const act = { kind: 'people.password', by: { personId, name }, bodyId: null, subject: `person:${personId}` };
    await audit(tx, { ...act, details: { how: 'mail' }, now });
    await tellOwner(tx, { what: 'password', to: email, name, key: `people.password/${personId}/${now.getTime()}`, now });
    return true;
  });
