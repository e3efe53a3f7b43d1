import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { discriminationOf, facilityOf, hintOf } from './analysis.ts';

const scores = fc.array(fc.constantFrom(0, 0.5, 1), { minLength: 1, maxLength: 200 });
const answers = fc.array(fc.record({ score: fc.constantFrom(0, 1), rest: fc.double({ min: 0, max: 1, noNaN: true }) }), { maxLength: 200 });
const repeat = (score: number, rest: number, times: number) => Array.from({ length: times }, () => ({ score, rest }));

describe('facility', () => {
  it('is the mean, with an interval around it inside 0 and 1', () => {
    fc.assert(fc.property(scores, (list: number[]) => {
      const { value, low, high } = facilityOf(list);
      expect(value).toBeCloseTo(list.reduce((sum, one) => sum + one, 0) / list.length, 9);
      expect(0 <= low && low <= value && value <= high && high <= 1).toBe(true);
    }));
  });
  it('agrees with Wilson’s published example: 81 of 263', () => {
    const { low, high } = facilityOf([...Array(81).fill(1), ...Array(182).fill(0)] as number[]);
    expect([low.toFixed(4), high.toFixed(4)]).toEqual(['0.2553', '0.3662']);
  });
});

describe('discrimination', () => {
  it('lies between −1 and 1, inside its interval, and turns with the key', () => {
    fc.assert(fc.property(answers, (list) => {
      const found = discriminationOf(list);
      if (!found) return;
      expect(-1 <= found.low && found.low <= found.value && found.value <= found.high && found.high <= 1).toBe(true);
      const turned = discriminationOf(list.map(({ score, rest }) => ({ score: 1 - score, rest })));
      expect(turned?.value).toBeCloseTo(-found.value, 9);
    }));
  });
  it('is nothing where everybody is the same', () => {
    expect(discriminationOf(repeat(1, 0.5, 50))).toBeNull();
    expect(discriminationOf([...repeat(1, 0.5, 5), ...repeat(0, 0.5, 5)])).toBeNull();
  });
  it('shows an item that the best get wrong, which is most often a wrong key', () => {
    const turned = [...repeat(0, 0.9, 30), ...repeat(1, 0.2, 30), ...repeat(0, 0.3, 3)];
    const found = discriminationOf(turned);
    expect(found!.value).toBeLessThan(-0.8);
    expect(hintOf(facilityOf(turned.map(({ score }) => score)), found)).toBe('key');
  });
});
