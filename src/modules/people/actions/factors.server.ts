import { audit } from '#platform/audit/audit.server.ts';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { fieldProblem, ok, problem, type Result } from '#platform/result.ts';
import { readAppCode } from '../rules/codes.ts';
import { inGroups, needsProof, SECOND_STEP, SETUP_SECONDS } from '../rules/factors.ts';
import type { Person } from '../rules/roles.ts';
import { countGuess, insertAttempt, readAttempt, takeAttempt } from '../store/attempt.server.ts';
import { deleteTotp, factorsOf, putTotp, replaceRecoveryCodes } from '../store/factor.server.ts';
import { listPasskeys, type Passkey } from '../store/passkey.server.ts';
import { hasLink } from '../store/provider.server.ts';
import { markProven, weakenSessions } from '../store/session.server.ts';
import type { Ground } from './authentication.server.ts';
import { makeRecoveryCodes } from './codes.server.ts';
import { sessionToken } from './cookie.server.ts';
import { hashOfKey, seal, unseal } from './secrets.server.ts';
import { tellOfFactor, type FactorAct } from './tell-factor.server.ts';
import { addressOf, newSecret, stepOf } from './totp.server.ts';

/** Who changes their own factors, in which session. */
export type Own = { actor: Person; headers: Headers; now: Instant };

/** `since`: instants as the page shows them. */
export type Security = {
  app: boolean;
  passkeys: Passkey[];
  /** Recovery codes that are left. */
  codes: number;
  awaitsFactor: boolean;
  /** The identity provider, where there is one, and whether this account is linked to it. */
  provider?: { name: string; linked: boolean };
  /** A secret that waits for its first code. */
  setup?: { secret: string; address: string };
};

/** What the person has; with the secret being set up, if `showSetup` and one was begun. Never without a fresh proof. */
export async function securityOf(
  { db, config }: Ground,
  { actor, now }: Pick<Own, 'actor' | 'now'>,
  showSetup: boolean,
): Promise<Security> {
  const has = await factorsOf(db, actor.personId);
  const secret = showSetup && !needsProof(actor, now) ? await setupSecret(db, config, actor.personId, now) : undefined;
  return {
    app: has?.totp ?? false,
    passkeys: await listPasskeys(db, actor.personId),
    codes: has?.codes ?? 0,
    awaitsFactor: actor.awaitsFactor ?? false,
    ...(config.oidc ? { provider: { name: config.oidc.name, linked: await hasLink(db, actor.personId) } } : {}),
    ...(secret ? { setup: { secret: inGroups(secret), address: addressOf(secret, actor.name) } } : {}),
  };
}

/** One a person: known to whoever is signed in as them, so it needs no key of its own. */
const setupKey = (personId: string): Buffer => hashOfKey(`totp ${personId}`);
type Setup = { sealed: string };

async function setupSecret(db: Db, config: Ground['config'], personId: string, now: Instant): Promise<string | undefined> {
  const begun = await readAttempt<Setup>(db, 'totp', setupKey(personId), now);
  return begun && unseal(config, Buffer.from(begun.value.sealed, 'base64'), personId);
}

/** Makes a secret for a new authenticator app; the old one works until the new one has shown a code. */
export async function beginApp({ db, config }: Ground, { actor, now }: Own): Promise<Result<void>> {
  if (needsProof(actor, now)) return problem('proof.needed');
  const { personId } = actor;
  const value = { sealed: seal(config, newSecret(), personId).toString('base64') };
  await insertAttempt(db, { keyHash: setupKey(personId), kind: 'totp', personId, value, seconds: SETUP_SECONDS, now });
  return ok(undefined);
}

/**
 * The first code of the new app: from now on it counts, and this session counts as opened with it.
 * Problems: `proof.needed`, `app.expired`, `code.missing`, `code.wrong` {left}.
 * @returns recovery codes, when the person had none left; they are shown this once
 */
export async function confirmApp(ground: Ground, own: Own, typed: string): Promise<Result<{ codes: string[] }>> {
  const { db, config } = ground;
  const { actor, now } = own;
  const { personId } = actor;
  if (needsProof(actor, now)) return problem('proof.needed');
  if (typed.trim() === '') return fieldProblem('code', 'code.missing');
  const most = SECOND_STEP.guesses;
  const begun = await countGuess<Setup>(db, { kind: 'totp', keyHash: setupKey(personId), most, now });
  const secret = begun && unseal(config, Buffer.from(begun.value.sealed, 'base64'), personId);
  if (!secret) return problem('app.expired');
  const code = readAppCode(typed);
  const step = code ? stepOf(secret, code, now) : undefined;
  if (step === undefined) return fieldProblem('code', 'code.wrong', { left: most - begun.guesses });
  return db.transaction().execute(async (tx) => {
    if (!(await takeAttempt(tx, 'totp', setupKey(personId), now))) return problem('app.expired');
    await putTotp(tx, personId, { secret: seal(config, secret, personId), step }, now);
    const codes = await strengthen(tx, ground, own, 'app.set');
    return ok({ codes });
  });
}

/** A factor was added: the session has shown it, recovery codes exist, it is in the log, the person is told. */
export async function strengthen(tx: Db, { config }: Ground, own: Own, act: FactorAct, details?: { name: string }): Promise<string[]> {
  const { actor, headers, now } = own;
  const token = sessionToken(headers.get('cookie'), config);
  if (token) await markProven(tx, token, { strong: true, now });
  await record(tx, config, own, act, details);
  const has = await factorsOf(tx, actor.personId);
  return has?.codes === 0 && act === 'app.set' ? makeRecoveryCodes(tx, config, actor.personId, now) : [];
}

/** The app is gone. Problems: `proof.needed`, `app.none`. */
export async function removeApp({ db, config }: Ground, own: Own): Promise<Result<void>> {
  const { actor, now } = own;
  if (needsProof(actor, now)) return problem('proof.needed');
  return db.transaction().execute(async (tx) => {
    if (!(await deleteTotp(tx, actor.personId))) return problem('app.none');
    await record(tx, config, own, 'app.removed');
    await afterRemoval(tx, actor.personId);
    return ok(undefined);
  });
}

/** Without any factor the recovery codes recover nothing, and no session of the person is a strong one any more. */
export async function afterRemoval(tx: Db, personId: string): Promise<void> {
  const has = await factorsOf(tx, personId);
  if (!has || has.totp || has.passkeys > 0) return;
  await replaceRecoveryCodes(tx, personId, [], new Date(0));
  await weakenSessions(tx, personId);
}

/** Ten new recovery codes in place of the old ones; shown this once. Problems: `proof.needed`, `codes.noFactor`. */
export async function renewCodes({ db, config }: Ground, own: Own): Promise<Result<{ codes: string[] }>> {
  const { actor, now } = own;
  if (needsProof(actor, now)) return problem('proof.needed');
  if (!actor.hasFactor) return problem('codes.noFactor');
  return db.transaction().execute(async (tx) => {
    const codes = await makeRecoveryCodes(tx, config, actor.personId, now);
    await record(tx, config, own, 'codes.renewed');
    return ok({ codes });
  });
}

/** In the log of acts, and by mail to the person: whoever did not do this learns of it. */
export async function record(
  tx: Db,
  config: Ground['config'],
  { actor, now }: Pick<Own, 'actor' | 'now'>,
  act: FactorAct,
  details: { name?: string } = {},
): Promise<void> {
  const subject = `person:${actor.personId}`;
  await audit(tx, { kind: `people.${act}`, by: actor, bodyId: null, subject, now });
  await tellOfFactor(tx, { config, personId: actor.personId, act, now, ...details });
}
