import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import golden from '#platform/testing/golden.json' with { type: 'json' };
import { absencesShown, addCounts, figuresOf, NO_COUNTS, type Counts } from './rates.ts';

const counts = fc.record({
  attended: fc.nat(200), excused: fc.nat(30), unexcused: fc.nat(30), open: fc.nat(40), exempt: fc.nat(20),
}).map(({ attended, excused, unexcused, open, exempt }): Counts =>
  ({ members: attended + excused + unexcused + open + exempt, exempt, attended, excused, unexcused }));

describe('the rate of a body', () => {
  it('is that of the golden cases', () => {
    for (const { attended, members, exempt, met } of golden.rates) {
      expect(figuresOf({ ...NO_COUNTS, attended, members, exempt }, 9_800).met).toBe(met);
    }
    expect(figuresOf({ ...NO_COUNTS, attended: 96, members: 99, exempt: 1 }, 9_800)).toMatchObject({ percent: 97.96, met: false, expected: 98, missing: 1 });
  });
  it('says how many more it takes: so many reach the target, one fewer does not', () => {
    fc.assert(fc.property(counts, fc.integer({ min: 1, max: 10_000 }), (of, target) => {
      const { missing, expected } = figuresOf(of, target);
      if (expected === 0) return;
      expect(figuresOf({ ...of, attended: of.attended + missing }, target).met).toBe(true);
      if (missing > 0) expect(figuresOf({ ...of, attended: of.attended + missing - 1 }, target).met).toBe(false);
    }));
  });
  it('adds up, whatever the order and the grouping', () => {
    fc.assert(fc.property(fc.array(counts), (all) => {
      const half = Math.floor(all.length / 2);
      const sum = (list: Counts[]) => list.reduce(addCounts, NO_COUNTS);
      expect(sum(all)).toEqual(addCounts(sum(all.slice(half)), sum(all.slice(0, half))));
    }));
  });
  it('leaves nobody out: attended, absent and open are all who were expected', () => {
    fc.assert(fc.property(counts, (of) => {
      const { expected, attended, open } = figuresOf(of, 9_800);
      expect(attended + of.excused + of.unexcused + open).toBe(expected);
    }));
  });
});

describe('reasons of absence', () => {
  const parts = fc.array(fc.tuple(counts, fc.boolean()).map(([of, branch]) => ({ ...of, branch })), { maxLength: 20 });
  it('of a branch, and small numbers of larger parts, are not shown', () => {
    fc.assert(fc.property(parts, (list) => {
      for (const [part, shown] of absencesShown(list)) {
        if (!shown) continue;
        expect(part.branch).toBe(false);
        for (const each of [shown.excused, shown.unexcused]) expect(each === 0 || each >= 10).toBe(true);
      }
    }), { numRuns: 500 });
  });
  it('cannot be worked out from the whole: one is never hidden alone', () => {
    fc.assert(fc.property(parts, (list) => {
      const hidden = [...absencesShown(list)].filter(([part, shown]) => shown === null && part.excused + part.unexcused > 0);
      const others = list.filter((part) => part.branch || part.excused + part.unexcused > 0);
      if (hidden.length > 0 && others.length > 1) expect([...absencesShown(list)].filter(([, shown]) => shown === null).length).toBeGreaterThan(1);
    }), { numRuns: 500 });
  });
});
