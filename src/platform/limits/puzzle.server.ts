import { createHmac, randomInt } from 'node:crypto';
import { createChallenge, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Instant } from '../clock.ts';
import type { Db } from '../database/client.ts';
import type { Result } from '../result.ts';
import { ok, problem } from '../result.ts';

/** Work asked of the sender's device; both numbers multiply. */
export type Difficulty = {
  /** PBKDF2 iterations of one attempt. */
  cost: number;
  /** The answer lies between these two numbers of attempts. */
  from: number;
  to: number;
};

/**
 * About 1,500,000 iterations: half a second on a desktop, a few seconds on a cheap phone. Checking costs the
 * server one HMAC and making costs one attempt, because the answer is known to the maker (keyed signature).
 */
export const USUAL_WORK: Difficulty = { cost: 1_000, from: 1_000, to: 2_000 };

/**
 * How long a puzzle may be solved; a form typed slowly fetches its puzzle when it is sent, not when it is
 * opened.
 */
const LIFETIME_SECONDS = 20 * 60;
/** A genuine answer has about 700 characters. */
const MAX_ANSWER = 4_000;

const hex = z.string().regex(/^[0-9a-f]+$/);
const answerSchema = z.strictObject({
  challenge: z.strictObject({
    parameters: z.strictObject({
      algorithm: z.literal('PBKDF2/SHA-256'),
      nonce: hex.length(32),
      salt: hex.length(32),
      cost: z.int().positive(),
      keyLength: z.literal(32),
      keyPrefix: hex.max(64),
      keySignature: hex.length(64),
      data: z.strictObject({ purpose: z.string(), expires: z.int() }),
    }),
    signature: hex.length(64),
  }),
  solution: z.strictObject({
    counter: z.int().nonnegative(),
    derivedKey: hex.length(64),
    time: z.number().optional(),
  }),
});
type Answer = z.infer<typeof answerSchema>;
export type Puzzle = Answer['challenge'];

/** Two independent keys from the one secret of the installation. */
function keysFrom(secret: string): { hmacSignatureSecret: string; hmacKeySignatureSecret: string } {
  const key = (label: string): string => createHmac('sha256', secret).update(label).digest('hex');
  return { hmacSignatureSecret: key('puzzle signature'), hmacKeySignatureSecret: key('puzzle answer') };
}

/**
 * A proof-of-work puzzle in the ALTCHA 2 format, bound to one purpose (`ideas.send`) and 20 minutes. Nothing is
 * stored until it is solved. Public pages solve it in `src/enhance/work.ts`: about 1 KB, and it runs under a CSP with
 * Trusted Types. ALTCHA's own widget understands the same format but weighs 30 KB gzip, needs workers, and records
 * pointer and scroll movements unless told not to.
 */
export async function createPuzzle({
  secret,
  purpose,
  now,
  work = USUAL_WORK,
}: {
  secret: string;
  purpose: string;
  now: Instant;
  work?: Difficulty;
}): Promise<Puzzle> {
  const challenge = await createChallenge({
    algorithm: 'PBKDF2/SHA-256',
    cost: work.cost,
    counter: randomInt(work.from, work.to + 1),
    deriveKey,
    // The expiry is ours instead of the library's, which compares with the clock of the machine.
    data: { purpose, expires: Math.floor(now.getTime() / 1000) + LIFETIME_SECONDS },
    ...keysFrom(secret),
  });
  return challenge as Puzzle;
}

/**
 * Checks the text that a form sends back (base64 of `{challenge, solution}`) and uses it up. Call it last,
 * with the transaction that stores what was sent: when that fails, the answer stays usable and the person
 * need not solve another one. Problems: `limits.puzzle.missing`, `.broken`, `.expired`, `.purpose`, `.wrong`,
 * `.used`.
 */
export async function spendPuzzle(
  db: Db,
  { secret, purpose, answer, now }: { secret: string; purpose: string; answer: string | null; now: Instant },
): Promise<Result<void>> {
  if (!answer) return problem('limits.puzzle.missing');
  const parsed = parseAnswer(answer);
  if (!parsed) return problem('limits.puzzle.broken');
  const { verified } = await verifySolution({ ...parsed, deriveKey, ...keysFrom(secret) });
  if (!verified) return problem('limits.puzzle.wrong');
  const { nonce, data } = parsed.challenge.parameters;
  if (data.purpose !== purpose) return problem('limits.puzzle.purpose');
  if (data.expires * 1000 <= now.getTime()) return problem('limits.puzzle.expired');
  const { rows } = await sql`
    insert into limits.spent_puzzle (nonce, expires_at) values (${nonce}, ${new Date(data.expires * 1000)})
    on conflict (nonce) do nothing returning nonce`.execute(db);
  return rows.length === 1 ? ok(undefined) : problem('limits.puzzle.used');
}

function parseAnswer(answer: string): Answer | undefined {
  if (answer.length > MAX_ANSWER) return undefined;
  try {
    return answerSchema.parse(JSON.parse(Buffer.from(answer, 'base64').toString('utf8')));
  } catch {
    return undefined;
  }
}
