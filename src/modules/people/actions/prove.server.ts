import type { Instant } from '#platform/clock.ts';
import { subjectKey, reset, take } from '#platform/limits/limits.server.ts';
import { fieldProblem, ok, problem, type Result } from '#platform/result.ts';
import { proofLimit } from '../rules/factors.ts';
import type { Person } from '../rules/roles.ts';
import { passwordHashOf } from '../store/factor.server.ts';
import { markProven } from '../store/session.server.ts';
import type { Ground } from './authentication.server.ts';
import { sessionToken } from './cookie.server.ts';
import { busy, hashing, verifyPassword } from './password.server.ts';

export type ProofAttempt = { actor: Person; headers: Headers; password: string; now: Instant };

/**
 * Somebody signed in proves once more who they are; the session remembers it for `PROOF_MINUTES`. Problems:
 * `proof.missing`, `proof.wrong` (both at field `proof`), `signIn.tooMany` {minutes}, `signIn.busy` {seconds}.
 */
export async function prove(runtime: Ground, attempt: ProofAttempt): Promise<Result<void>> {
  const { db, config } = runtime;
  const { actor, headers, password, now } = attempt;
  if (password === '') return fieldProblem('proof', 'proof.missing');
  const token = sessionToken(headers.get('cookie'), config);
  if (!token) return problem('forbidden');
  const key = await subjectKey(db, `proof ${actor.personId}`, now);
  const taken = await take(db, { rule: proofLimit, key, now });
  if (!taken.allowed) return problem('signIn.tooMany', { minutes: Math.ceil(taken.retryAfter / 60) });
  const hash = await passwordHashOf(db, actor.personId);
  const checked = await hashing.run(() => verifyPassword(password, hash ?? ''));
  if (!checked.ok) return busy(checked);
  if (!checked.value) return fieldProblem('proof', 'proof.wrong');
  await reset(db, proofLimit, key);
  await markProven(db, token, { strong: false, now });
  return ok(undefined);
}
