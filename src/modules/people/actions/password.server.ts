import { availableParallelism } from 'node:os';
import { hash, verify, type Options } from '@node-rs/argon2';
import { createBoundedQueue } from '#platform/limits/bounded-queue.ts';
import { problem, type Failed, type Result } from '#platform/result.ts';

/**
 * OWASP asks for at least 19 MiB and two passes. Measured on two shared cores: 14 ms for that, 23 ms for this
 * (about 40 sign-ins a second and core), 50 ms for 64 MiB, which would halve what a busy morning can take.
 * `algorithm: 2` is Argon2id; the library's enum is a `const enum`, which type stripping cannot read.
 */
const argon2id: Options = { algorithm: 2, memoryCost: 32 * 1024, timeCost: 2, parallelism: 1 };

/**
 * One core is left to everybody else, and at most 128 MiB are hashed in at a time. Sixty who wait are served
 * within two seconds; the next one is told when to come back instead of waiting for nothing.
 */
export const hashing = createBoundedQueue({
  concurrency: Math.min(4, Math.max(1, availableParallelism() - 1)),
  maxWaiting: 60,
  usualMs: 30,
});

/** The queue's refusal in this module's words. */
export const busy = (refused: Failed): Failed =>
  problem('signIn.busy', { seconds: Number(refused.problems[0]?.values?.retryAfter ?? 5) });

/** Two keyboards write "ế" in two ways; NIST SP 800-63B asks for one form before hashing. */
const oneForm = (password: string): string => password.normalize('NFKC');

export const hashPassword = (password: string): Promise<string> => hash(oneForm(password), argon2id);

/** False also for a text that is no hash: somebody without a password has none that fits. */
export const verifyPassword = (password: string, stored: string): Promise<boolean> =>
  verify(stored, oneForm(password)).catch(() => false);

/** Of a password that nobody knows, with the same cost as all others: whoever does not exist has this one. */
export const NOBODYS_HASH =
  '$argon2id$v=19$m=32768,t=2,p=1$er4qehVLSga6mpmhJLzSmw$oh6LfX9x8LgP0/mX6DnimkOh72HGhGY23embTJx3uzU';

/** Hashes when it is its turn. Problem: `signIn.busy` {seconds}. */
export async function hashInTurn(password: string): Promise<Result<string>> {
  const hashed = await hashing.run(() => hashPassword(password));
  return hashed.ok ? hashed : busy(hashed);
}
