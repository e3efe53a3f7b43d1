import type { Instant } from '#platform/clock.ts';
import { addressKey, reset, subjectKey, take } from '#platform/limits/limits.server.ts';
import { fieldProblem, ok, problem, type Result } from '#platform/result.ts';
import { SECOND_STEP, secondLimit } from '../rules/factors.ts';
import { addressLimit } from '../rules/sign-in.ts';
import { countGuess, readAttempt, takeAttempt } from '../store/attempt.server.ts';
import { factorsOf, totpSecretOf } from '../store/factor.server.ts';
import { SECOND_COOKIE, type First } from './attempt.server.ts';
import type { Ground } from './authentication.server.ts';
import { useCode } from './codes.server.ts';
import { ownCookie, ownCookieValue, type Cookie } from './cookie.server.ts';
import { record } from './factors.server.ts';
import { hashOfKey, unseal } from './secrets.server.ts';
import { openSession } from './session.server.ts';
import { codeAt } from './totp.server.ts';

export type SecondStep = {
  /** An authenticator app; otherwise a passkey or a recovery code. */
  app: boolean;
  passkey: boolean;
  /** An invented person's code of this moment, so that a demonstration needs no telephone. */
  sampleCode?: string;
};

const keyIn = (runtime: Ground, headers: Headers): Buffer | undefined => {
  const key = ownCookieValue(headers, runtime.config, SECOND_COOKIE);
  return key && key.length < 100 ? hashOfKey(key) : undefined;
};

/** What the page of the second step asks for; undefined when none was begun in this browser, or too long ago. */
export async function secondStepOf(runtime: Ground, headers: Headers, now: Instant): Promise<SecondStep | undefined> {
  const keyHash = keyIn(runtime, headers);
  const begun = keyHash && (await readAttempt(runtime.db, 'second', keyHash, now));
  if (!begun?.personId || begun.guesses >= SECOND_STEP.guesses) return undefined;
  const has = await factorsOf(runtime.db, begun.personId);
  if (!has) return undefined;
  const sampleCode = has.sample && has.totp ? await codeOfSample(runtime, begun.personId, now) : undefined;
  return { app: has.totp, passkey: has.passkeys > 0, ...(sampleCode ? { sampleCode } : {}) };
}

/** The current code of an invented person; never in production. */
export async function codeOfSample({ db, config }: Ground, personId: string, now: Instant): Promise<string | undefined> {
  if (config.mode === 'production') return undefined;
  const sealed = await totpSecretOf(db, personId);
  const secret = sealed && unseal(config, sealed, personId);
  return secret ? codeAt(secret, now) : undefined;
}

export type SecondAttempt = { headers: Headers; code: string; address: string; now: Instant };

/**
 * The second step of signing in: a code of the app or a recovery code opens the session. Problems: `second.expired`
 * (none begun, five minutes over, five guesses used), `code.missing`, `code.wrong` {left}, `signIn.tooMany` {minutes}.
 */
export async function finishSecondStep(runtime: Ground, attempt: SecondAttempt): Promise<Result<{ cookies: Cookie[] }>> {
  const { db, config } = runtime;
  const { headers, code, now } = attempt;
  const keyHash = keyIn(runtime, headers);
  if (!keyHash) return problem('second.expired');
  if (code.trim() === '') return fieldProblem('code', 'code.missing');
  const most = SECOND_STEP.guesses;
  const begun = await countGuess<First>(db, { kind: 'second', keyHash, most, now });
  if (!begun?.personId) return problem('second.expired');
  const { personId } = begun;
  const limited = await overLimit(runtime, personId, attempt);
  if (limited) return problem('signIn.tooMany', { minutes: Math.ceil(limited / 60) });
  const factor = await useCode(runtime, personId, code, now);
  const left = most - begun.guesses;
  if (!factor) return left > 0 ? fieldProblem('code', 'code.wrong', { left }) : problem('second.expired');
  // Of two requests with the right code and the same key one goes on.
  if (!(await takeAttempt(db, 'second', keyHash, now))) return problem('second.expired');
  await reset(db, secondLimit, await subjectKey(db, `second ${personId}`, now));
  if (factor === 'recovery') await noteRecovery(runtime, personId, now);
  const cookies = await openSession(runtime, { ...begun.value, personId, factor, strong: true, now });
  return ok({ cookies: [...cookies, ownCookie(config, SECOND_COOKIE, '', 0)] });
}

/** A code from paper is used rarely: the person learns of it. */
async function noteRecovery({ db, config }: Ground, personId: string, now: Instant): Promise<void> {
  const name = (await factorsOf(db, personId))?.name ?? '';
  const own = { actor: { kind: 'person', personId, name, grants: [] } as const, now };
  await db.transaction().execute((tx) => record(tx, config, own, 'codes.used'));
}

/** @returns seconds to wait, when there were too many from one place or for one account */
async function overLimit({ db }: Ground, personId: string, { address, now }: SecondAttempt): Promise<number | undefined> {
  const place = await take(db, { rule: addressLimit, key: await addressKey(db, address, now), now });
  if (!place.allowed) return place.retryAfter;
  const account = await take(db, { rule: secondLimit, key: await subjectKey(db, `second ${personId}`, now), now });
  return account.allowed ? undefined : account.retryAfter;
}
