import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joined } from './batch.ts';

const later = () => new Promise((resolve) => setImmediate(resolve));

test('everyone gets their own answer, however calls and batches fall together', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 60 }), fc.integer({ min: 1, max: 5 }), async (pauses, largest) => {
      let underWay = 0;
      const double = joined(
        async (asked: readonly number[]) => {
          expect(asked.length).toBeLessThanOrEqual(largest);
          expect((underWay += 1)).toBeLessThanOrEqual(2);
          await later();
          underWay -= 1;
          return asked.map((one) => one * 2);
        },
        { atOnce: 2, largest },
      );
      const answers: Promise<number>[] = [];
      for (const [at, pause] of pauses.entries()) {
        answers.push(double(at));
        if (pause) await later();
      }
      expect(await Promise.all(answers)).toEqual(pauses.map((_, at) => at * 2));
    }),
  );
});

test('what arrives together is one batch; a failure reaches all of it and nobody else', async () => {
  const batches: string[][] = [];
  const call = joined(
    async (asked: readonly string[]) => {
      batches.push([...asked]);
      if (asked.includes('bad')) throw new Error('refused');
      return asked;
    },
    { atOnce: 1, largest: 10 },
  );
  const together = await Promise.allSettled([call('a'), call('bad')]);
  expect(together.map((one) => one.status)).toEqual(['rejected', 'rejected']);
  expect(await call('b')).toBe('b');
  expect(batches).toEqual([['a', 'bad'], ['b']]);
});
