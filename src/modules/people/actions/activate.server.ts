import { bodyName } from '#modules/organisation/index.server.ts';
import { audit } from '#platform/audit/audit.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { emit } from '#platform/jobs/events.server.ts';
import { addressKey, peek, subjectKey, take, type Rule } from '#platform/limits/limits.server.ts';
import { both, fieldProblem, ok, problem, type Failed, type Result } from '#platform/result.ts';
import { NOTICE_VERSION, wrongCodeGlobalLimit, wrongCodeLimit } from '../rules/activation.ts';
import { passwordProblem } from '../rules/password.ts';
import { SHARED_HOURS } from '../rules/sign-in.ts';
import { confirmEmail, liveActivation, useActivation, type LiveActivation } from '../store/activation.server.ts';
import { replacePasswordOf } from '../store/person.server.ts';
import { codeHash } from './activation.server.ts';
import { afterFirstStep, type Entered } from './attempt.server.ts';
import type { Ground } from './authentication.server.ts';
import { hashInTurn } from './password.server.ts';
import type { Place } from './session.server.ts';
import { forgetGuesses } from './sign-in.server.ts';

/** From where a code comes; the address is counted, never kept. */
export type CodeAttempt = { code: string; address: string; now: Instant };

/** Whom a right code is for. */
export type Invited = { name: string; body: string; again: boolean; identifiers: LiveActivation['identifiers'] };

/**
 * Whose account a code opens. A wrong, used, expired or replaced code and a closed account have one answer. Nothing is
 * used up. Problems: `code.missing`, `activation.wrong` (at `code`), `activation.tooMany` {minutes}.
 */
export async function readActivation(runtime: Ground, attempt: CodeAttempt): Promise<Result<Invited>> {
  const found = await findActivation(runtime, attempt);
  if (!found.ok) return found;
  const { name, bodyId, again, identifiers } = found.value;
  const today = dayOf(attempt.now);
  return ok({ name, body: await bodyName(runtime.db, bodyId, today, today), again, identifiers });
}

/** The page of a code, or of none yet. */
export async function activationPage(runtime: Ground, attempt: CodeAttempt) {
  const { code } = attempt;
  const found = code === '' ? undefined : await readActivation(runtime, attempt);
  const [invited, problems] = found?.ok ? [found.value, undefined] : [undefined, found?.problems];
  return { code, invited, problems, sharedHours: SHARED_HOURS };
}

async function findActivation(runtime: Ground, { code, address, now }: CodeAttempt): Promise<Result<LiveActivation>> {
  if (code.trim() === '') return fieldProblem('code', 'code.missing');
  const { db, config } = runtime;
  const counters: [Rule, Buffer][] = [
    [wrongCodeLimit, await addressKey(db, address, now)],
    [wrongCodeGlobalLimit, await subjectKey(db, 'activation', now)],
  ];
  const refused = await spent(db, counters, now);
  if (refused) return refused;
  const hash = codeHash(config, code);
  const found = hash && (await liveActivation(db, hash, now));
  if (found) return ok(found);
  for (const [rule, key] of counters) await take(db, { rule, key, now });
  return fieldProblem('code', 'activation.wrong');
}

async function spent(db: Db, counters: readonly [Rule, Buffer][], now: Instant): Promise<Failed | undefined> {
  for (const [rule, key] of counters) {
    const { allowed, retryAfter } = await peek(db, { rule, key, now });
    if (!allowed) return problem('activation.tooMany', { minutes: Math.ceil(retryAfter / 60) });
  }
  return undefined;
}

export type Activation = CodeAttempt & Place & { password: string; consent: boolean; language: string };

/**
 * Opens the account: the code is used up, the password is the person's, every session of before ends, and the person is
 * signed in (or goes on to the second factor that the account keeps). Problems: those of `readActivation`,
 * `password.…`, `consent.missing`, `signIn.busy` {seconds}.
 */
export async function activate(runtime: Ground, attempt: Activation): Promise<Result<Entered>> {
  const found = await findActivation(runtime, attempt);
  if (!found.ok) return found;
  const { personId, name, identifiers, again } = found.value;
  const { password, consent, shared = false, device = null, now } = attempt;
  const wrong = passwordProblem(password, [name, attempt.code, ...Object.values(identifiers)]);
  // Who comes back has read and agreed before.
  const ready = both(
    wrong ? fieldProblem('password', wrong) : ok(undefined),
    consent || again ? ok(undefined) : fieldProblem('consent', 'consent.missing'),
  );
  if (!ready.ok) return ready;
  const hashed = await hashInTurn(password);
  if (!hashed.ok) return hashed;
  const opened = await runtime.db.transaction().execute((tx) => open(tx, found.value, hashed.value, attempt));
  if (!opened) return fieldProblem('code', 'activation.wrong');
  await forgetGuesses(runtime.db, personId, now);
  return ok(await afterFirstStep(runtime, { personId, factor: 'password', shared, device, now }));
}

async function open(tx: Db, activation: LiveActivation, hash: string, { now, language }: Activation): Promise<boolean> {
  const { id, personId, name, channel, bodyId, again } = activation;
  if (!(await useActivation(tx, id, now))) return false;
  await replacePasswordOf(tx, personId, hash, now);
  // Whoever has the code of a mail has the box.
  if (channel === 'email') await confirmEmail(tx, personId);
  const details = { channel, again };
  await audit(tx, { kind: 'people.activate', by: { personId, name }, bodyId, subject: `person:${personId}`, details, now });
  await emit(tx, 'people.activated', { personId, notice: NOTICE_VERSION, language, at: now.toISOString() });
  return true;
}
