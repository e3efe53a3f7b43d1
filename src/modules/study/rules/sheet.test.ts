import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readNumbers, writeNumbers } from './sheet.ts';

it.each([
  ['1-14, 16, 18', 20, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 16, 18], []],
  ['3 – 5;7\n9.', 9, [3, 4, 5, 7, 9], []],
  ['0, 21, 5-3, x, 1-', 20, [], ['0', '21', '5-3', 'x', '1-']],
  ['2 2 2', 5, [2], []],
  ['', 5, [], []],
])('%j of %i', (typed, most, numbers, wrong) => expect(readNumbers(typed, most)).toEqual({ numbers, wrong }));

it('reads back what it wrote', () => {
  fc.assert(fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 200 })), (some) => {
    const numbers = some.toSorted((a, b) => a - b);
    expect(readNumbers(writeNumbers(numbers), 200)).toEqual({ numbers, wrong: [] });
  }));
});
it('never reads a number that the list has not', () => {
  fc.assert(fc.property(fc.string(), fc.integer({ min: 1, max: 50 }), (typed, most) => {
    expect(readNumbers(typed, most).numbers.every((number) => number >= 1 && number <= most)).toBe(true);
  }));
});
