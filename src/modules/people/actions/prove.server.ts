import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import type { Instant } from '#platform/clock.ts';
import { reset, subjectKey, take } from '#platform/limits/limits.server.ts';
import { fieldProblem, ok, problem, type Failed, type Result } from '#platform/result.ts';
import { needsProof, proofLimit } from '../rules/factors.ts';
import type { Person } from '../rules/roles.ts';
import { factorsOf, passwordHashOf } from '../store/factor.server.ts';
import { markProven } from '../store/session.server.ts';
import type { Ground } from './authentication.server.ts';
import { useCode } from './codes.server.ts';
import { sessionToken } from './cookie.server.ts';
import { askToShow, whoShowed, type Site } from './passkey.server.ts';
import { busy, hashing, NOBODYS_HASH, verifyPassword } from './password.server.ts';
import { codeOfSample, type SecondStep } from './second-step.server.ts';

/** What a proof asks for: the password of whoever has nothing stronger, otherwise the stronger thing. */
export type ProofWanted = SecondStep & { password: boolean };

export async function proofOf(runtime: Ground, { actor, now }: { actor: Person; now: Instant }): Promise<ProofWanted> {
  const has = await factorsOf(runtime.db, actor.personId);
  const app = has?.totp ?? false;
  const passkey = (has?.passkeys ?? 0) > 0;
  const sampleCode = has?.sample && app ? await codeOfSample(runtime, actor.personId, now) : undefined;
  return { app, passkey, password: !app && !passkey, ...(sampleCode ? { sampleCode } : {}) };
}

export type ProofAttempt = { actor: Person; headers: Headers; proof: string; now: Instant };

/**
 * Somebody signed in proves once more who they are: with a code, where they have an app or a passkey, otherwise with
 * the password. The session remembers it for `PROOF_MINUTES`. Problems, at field `proof`: `proof.missing`,
 * `proof.wrong`; also `signIn.tooMany` {minutes}, `signIn.busy` {seconds}.
 */
export async function prove(runtime: Ground, attempt: ProofAttempt): Promise<Result<void>> {
  const { db } = runtime;
  const { actor, proof, now } = attempt;
  if (proof.trim() === '') return fieldProblem('proof', 'proof.missing');
  const key = await subjectKey(db, `proof ${actor.personId}`, now);
  const taken = await take(db, { rule: proofLimit, key, now });
  if (!taken.allowed) return problem('signIn.tooMany', { minutes: Math.ceil(taken.retryAfter / 60) });
  const right = actor.hasFactor ? ok(await useCode(runtime, actor.personId, proof, now)) : await checkOwnPassword(runtime, attempt);
  if (!right.ok) return right;
  if (!right.value) return fieldProblem('proof', actor.hasFactor ? 'proof.wrongCode' : 'proof.wrong');
  await reset(db, proofLimit, key);
  return noteProof(runtime, attempt, actor.hasFactor ?? false);
}

async function checkOwnPassword({ db }: Ground, { actor, proof }: ProofAttempt): Promise<Result<boolean>> {
  const hash = await passwordHashOf(db, actor.personId);
  const checked = await hashing.run(() => verifyPassword(proof, hash ?? NOBODYS_HASH));
  return checked.ok ? ok(checked.value && hash !== undefined) : busy(checked);
}

async function noteProof({ db, config }: Ground, { headers, now }: Pick<ProofAttempt, 'headers' | 'now'>, strong: boolean): Promise<Result<void>> {
  const token = sessionToken(headers.get('cookie'), config);
  if (!token) return problem('forbidden');
  await markProven(db, token, { strong, now });
  return ok(undefined);
}

/** Asks for one of the person's own passkeys. */
export const beginPasskeyProof = (runtime: Ground, { actor, now }: { actor: Person; now: Instant }, site: Site) =>
  askToShow(runtime, actor.personId, site, now);

type Shown = { key: string; response: AuthenticationResponseJSON };

/** The same proof by a passkey. Problem: `passkey.wrong`. */
export async function proveWithPasskey(
  runtime: Ground,
  attempt: Omit<ProofAttempt, 'proof'>,
  answer: Shown,
  site: Site,
): Promise<Result<void>> {
  const shown = await whoShowed(runtime, answer, site, attempt.now);
  const own = shown?.personId === attempt.actor.personId && shown.askedOf === attempt.actor.personId;
  return own ? noteProof(runtime, attempt, true) : problem('passkey.wrong');
}

/**
 * For a form whose act needs a fresh proof: the person as they are when it is there, or was typed into the form's
 * `proof` field just now; otherwise the problem `proof.needed` at that field, for the form to come back with everything
 * typed and the field. Problems: `proof.needed`, those of `prove`.
 */
export async function proofIn(
  runtime: Ground,
  { form, ...attempt }: Omit<ProofAttempt, 'proof'> & { form: FormData },
): Promise<Result<Person>> {
  const { actor, now } = attempt;
  if (!needsProof(actor, now)) return ok(actor);
  const proof = form.get('proof');
  if (typeof proof !== 'string') return asking();
  const proven = await prove(runtime, { ...attempt, proof: proof.slice(0, 1_000) });
  return proven.ok ? ok({ ...actor, provenAt: now }) : proven;
}

const asking = (): Failed => fieldProblem('proof', 'proof.needed');
