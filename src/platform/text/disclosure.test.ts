import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hideSmall, SMALL } from './disclosure.ts';

describe('small counts', () => {
  const parts = fc.array(fc.integer({ min: 0, max: 60 }).map((count) => ({ count })), { maxLength: 30 });
  it('are hidden, and cannot be worked out from the sum and the parts that are shown', () => {
    fc.assert(fc.property(parts, (list) => {
      const hidden = hideSmall(list);
      for (const part of list) if (!hidden.has(part)) expect(part.count).toBeGreaterThanOrEqual(SMALL);
      const sum = [...hidden].reduce((all, { count }) => all + count, 0);
      // One hidden part alone would be the sum less the others; several are only known together.
      if (hidden.size > 0 && list.length > 1) expect(hidden.size).toBeGreaterThan(1);
      if (hidden.size > 0 && list.reduce((all, { count }) => all + count, 0) >= SMALL) expect(sum).toBeGreaterThanOrEqual(SMALL);
    }), { numRuns: 1_000 });
  });
  it('hide nothing where nothing is small', () => expect(hideSmall([{ count: 10 }, { count: 25 }]).size).toBe(0));
  it('take the next smallest with a single one', () => {
    const list = [{ count: 40 }, { count: 3 }, { count: 12 }];
    expect([...hideSmall(list)].map(({ count }) => count)).toEqual([3, 12]);
  });
});
