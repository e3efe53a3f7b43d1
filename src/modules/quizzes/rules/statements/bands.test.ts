import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SMALL } from '#platform/text/disclosure.ts';
import { bandsOf, LEAST_PEOPLE, type ScoreRow } from './bands.ts';
import { toldOf, type Counted } from './given.ts';

const OF = 20;
const rowsOf = (mark: number | null) => fc.uniqueArray(fc.record({
  points: fc.option(fc.integer({ min: 0, max: OF }), { freq: 8 }), people: fc.integer({ min: 1, max: 40 }), seconds: fc.integer({ min: 0, max: 90_000 }),
}), { selector: ({ points }) => points, maxLength: 12 })
  .map((rows) => rows.map((row): ScoreRow => ({ ...row, ofPoints: OF, passed: row.points === null || mark === null ? null : row.points >= mark })));
const cases = fc.option(fc.integer({ min: 1, max: OF }), { freq: 4 })
  .chain((mark) => rowsOf(mark).map((rows) => ({ mark, rows })))
  .filter(({ rows }) => rows.reduce((sum, { people }) => sum + people, 0) >= LEAST_PEOPLE);
const sum = (list: readonly { people: number }[]): number => list.reduce((all, { people }) => all + people, 0);

describe('bands of people', () => {
  it('hold everybody, never ten or fewer, and keep the mean', () => {
    fc.assert(fc.property(cases, ({ mark, rows }) => {
      const bands = bandsOf(rows, mark !== null);
      expect(sum(bands)).toBe(sum(rows));
      expect(Math.min(...bands.map(({ people }) => people))).toBeGreaterThan(SMALL);
      if (rows.every(({ points }) => points !== null)) {
        const points = (list: readonly { people: number; points: number }[]) => list.reduce((all, each) => all + each.people * each.points, 0);
        expect(points(bands.map(({ people, score }) => ({ people, points: score!.points })))).toBeCloseTo(points(rows as never), 0);
      }
    }), { numRuns: 2_000 });
  });

  it('say of nobody what is not so, and let nobody work out a small number of those who passed or failed', () => {
    fc.assert(fc.property(cases, ({ mark, rows }) => {
      const bands = bandsOf(rows, mark !== null);
      for (const is of [true, false]) {
        const told = sum(bands.filter(({ success }) => success === is));
        const real = sum(rows.filter(({ passed }) => passed === is));
        expect(told).toBeLessThanOrEqual(real);
        // None and few look alike: nothing is told of them, and so many are left open that it can be either.
        if (mark !== null && real <= SMALL) expect([told, sum(bands.filter(({ success }) => success === undefined)) > SMALL]).toEqual([0, true]);
      }
    }), { numRuns: 2_000 });
  });
});

describe('answers to an item', () => {
  const given = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 8 })
    .map((counts) => counts.map((count, option): Counted => ({ answer: { type: 'single', option }, score: option === 0 ? 1 : 0, count })));

  it('are told in no number of ten or fewer, and what is left out is none, or more than ten of two kinds', () => {
    fc.assert(fc.property(given, fc.integer({ min: 0, max: 30 }), (all, blank) => {
      const told = toldOf({ given: all, blank });
      const count = (list: readonly Counted[]) => list.reduce((total, each) => total + each.count, 0);
      for (const each of told) expect(each.count).toBeGreaterThan(SMALL);
      const left = blank + count(all) - count(told);
      const kinds = all.length - told.length + (blank > 0 ? 1 : 0);
      if (told.length > 0 && left > 0) expect([left > SMALL, kinds >= 2 || blank === left]).toEqual([true, true]);
    }), { numRuns: 2_000 });
  });
});
