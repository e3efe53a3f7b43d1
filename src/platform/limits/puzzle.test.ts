import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../testing/database.ts';
import { testDatabase } from '../testing/database.ts';
import type { Puzzle } from './puzzle.server.ts';
import { createPuzzle, spendPuzzle } from './puzzle.server.ts';
import { removeExpired } from './limits.server.ts';

const secret = 'a secret of at least thirty-two characters';
const purpose = 'ideas.send';
const now = new Date('2026-11-23T08:00:00+07:00');
const later = (minutes: number): Date => new Date(now.getTime() + minutes * 60_000);
const light = { cost: 10, from: 20, to: 40 };

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64');
async function solve(challenge: Puzzle): Promise<{ challenge: Puzzle; solution: unknown }> {
  return { challenge, solution: await solveChallenge({ challenge, deriveKey }) };
}
const code = (result: { ok: boolean; problems?: { code: string }[] }): string =>
  result.ok ? 'ok' : (result.problems?.[0]?.code ?? '');

describe('proof of work', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.drop());

  const puzzle = (of = purpose): Promise<Puzzle> => createPuzzle({ secret, purpose: of, now, work: light });
  const spend = async (answer: string | null, at = now): Promise<string> =>
    code(await spendPuzzle(database.db, { secret, purpose, answer, now: at }));

  it('accepts a solved puzzle once and refuses it the second time', async () => {
    const answer = encode(await solve(await puzzle()));
    expect(await spend(answer)).toBe('ok');
    expect(await spend(answer)).toBe('limits.puzzle.used');
  });

  it('lets exactly one of many simultaneous senders of the same answer through', async () => {
    const answer = encode(await solve(await puzzle()));
    const codes = await Promise.all(Array.from({ length: 20 }, () => spend(answer)));
    expect(codes.filter((one) => one === 'ok')).toHaveLength(1);
  });

  it('stays usable when the transaction that stored the sending failed', async () => {
    const answer = encode(await solve(await puzzle()));
    const failing = database.db.transaction().execute(async (tx) => {
      expect(code(await spendPuzzle(tx, { secret, purpose, answer, now }))).toBe('ok');
      throw new Error('the database said no');
    });
    await expect(failing).rejects.toThrow('the database said no');
    expect(await spend(answer)).toBe('ok');
  });

  it('refuses an expired puzzle and one for another purpose', async () => {
    const answer = encode(await solve(await puzzle()));
    expect(await spend(answer, later(20))).toBe('limits.puzzle.expired');
    expect(await spend(answer, later(19))).toBe('ok');
    expect(await spend(encode(await solve(await puzzle('accounts.signIn'))))).toBe('limits.puzzle.purpose');
  });

  it('refuses every splice of two genuine answers', async () => {
    const [a, b] = await Promise.all([puzzle().then(solve), puzzle().then(solve)]);
    const splices = [
      { challenge: a.challenge, solution: b.solution },
      { challenge: { ...a.challenge, signature: b.challenge.signature }, solution: a.solution },
      ...(['nonce', 'salt', 'cost', 'keyPrefix', 'keySignature', 'data'] as const).map((field) => ({
        challenge: {
          ...a.challenge,
          parameters: {
            ...a.challenge.parameters,
            [field]:
              field === 'cost'
                ? 1
                : field === 'data'
                  ? { purpose, expires: 9_999_999_999 }
                  : b.challenge.parameters[field],
          },
        },
        solution: a.solution,
      })),
    ];
    for (const splice of splices) expect(await spend(encode(splice))).toBe('limits.puzzle.wrong');
    expect(await spend(encode(a))).toBe('ok');
  });

  it('refuses a puzzle made with another secret', async () => {
    const foreign = await createPuzzle({
      secret: 'another secret, just as long as it should be',
      purpose,
      now,
      work: light,
    });
    expect(await spend(encode(await solve(foreign)))).toBe('limits.puzzle.wrong');
  });

  it.each([
    ['nothing', null, 'limits.puzzle.missing'],
    ['an empty text', '', 'limits.puzzle.missing'],
    ['no base64', '%%%', 'limits.puzzle.broken'],
    ['no object', encode([]), 'limits.puzzle.broken'],
    ['a huge text', 'A'.repeat(5_000_000), 'limits.puzzle.broken'],
    [
      'the old format',
      encode({ algorithm: 'SHA-256', challenge: '', number: 1, salt: '', signature: '' }),
      'limits.puzzle.broken',
    ],
  ])('refuses %s', async (_, answer, expected) => {
    expect(await spend(answer)).toBe(expected);
  });

  it('forgets used puzzles after they have expired', async () => {
    const answer = encode(await solve(await puzzle()));
    expect(await spend(answer)).toBe('ok');
    await removeExpired(database.db, later(19));
    expect(await spend(answer)).toBe('limits.puzzle.used');
    await removeExpired(database.db, later(21));
    expect(await spend(answer, later(21))).toBe('limits.puzzle.expired');
  });
});
