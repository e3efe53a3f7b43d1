import { createChallenge, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { expect, test } from 'vitest';
import { solve } from './work.ts';

test('the answer found here is the one that the server accepts', async () => {
  const secrets = { hmacSignatureSecret: 'a'.repeat(32), hmacKeySignatureSecret: 'b'.repeat(32) };
  const challenge = await createChallenge({
    algorithm: 'PBKDF2/SHA-256',
    cost: 10,
    counter: 37,
    deriveKey,
    ...secrets,
  });
  const solution = await solve(challenge as Parameters<typeof solve>[0]);
  expect(solution.counter).toBe(37);
  expect((await verifySolution({ challenge, solution, deriveKey, ...secrets })).verified).toBe(true);
});
