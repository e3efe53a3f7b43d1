import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '#platform/clock.ts';
import { isQuarter, quarterAfter, quarterOf, quartersBetween, quarterStart } from './quarters.ts';

const day = fc.integer({ min: 0, max: 36_000 }).map((days) => addDays('2001-01-01', days));

describe('quarters', () => {
  it('begin and end at midnight in Viet Nam', () => {
    expect(quarterOf(new Date('2026-09-30T16:59:59.999Z'))).toBe('2026-Q3');
    expect(quarterOf(new Date('2026-09-30T17:00:00Z'))).toBe('2026-Q4');
    expect(quarterOf('2026-12-31')).toBe('2026-Q4');
    expect(['2026-Q0', '2026-Q5', '2026-3', '1026-Q1', null].some(isQuarter)).toBe(false);
    expect(quartersBetween('2025-Q3', '2026-Q2')).toEqual(['2025-Q3', '2025-Q4', '2026-Q1', '2026-Q2']);
  });

  it('hold each day in exactly one, in order', () => {
    fc.assert(
      fc.property(day, (one) => {
        const quarter = quarterOf(one);
        expect(quarterStart(quarter) <= one && one < quarterStart(quarterAfter(quarter))).toBe(true);
        expect(quarterOf(addDays(quarterStart(quarter), -1)) < quarter).toBe(true);
      }),
    );
  });
});
