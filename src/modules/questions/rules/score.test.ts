import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Question } from './item.ts';
import { readNumber, scoreOf } from './score.ts';

const options = (...marks: boolean[]) => marks.map((right, at) => ({ text: `p${at}`, right, feedback: '' }));

describe('what an answer is worth', () => {
  it('a set of options is right as a whole, or not', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 2, maxLength: 8 }), fc.uniqueArray(fc.nat({ max: 7 })), (marks, chosen) => {
        const question: Question = { type: 'multiple', options: options(...marks) };
        const key = marks.flatMap((right, at) => (right ? [at] : []));
        const same = [...chosen].sort().join() === [...key].sort().join();
        expect(scoreOf(question, { type: 'multiple', options: chosen })).toBe(same ? 1 : 0);
      }),
    );
  });

  it('matching counts pairs, and two equal rights are one', () => {
    const question: Question = {
      type: 'matching', pairs: [{ left: 'a', right: 'x' }, { left: 'b', right: 'y' }, { left: 'c', right: 'x' }], extra: ['z'],
    };
    expect(scoreOf(question, { type: 'matching', rights: [2, 1, 0] })).toBe(1);
    expect(scoreOf(question, { type: 'matching', rights: [0, 3, null] })).toBeCloseTo(1 / 3);
  });

  it('a short answer is compared as the question says', () => {
    const folded: Question = { type: 'short', accepted: ['Thủy lợi'], folded: true };
    const exact: Question = { type: 'short', accepted: ['Thủy lợi'], folded: false };
    const answer = (text: string) => ({ type: 'short' as const, text });
    expect(['thuỷ  lợi.', 'THUY LOI', 'thủy lợi'].map((text) => scoreOf(folded, answer(text)))).toEqual([1, 1, 1]);
    expect(['thuy loi', 'thủy lợi', ''].map((text) => scoreOf(exact, answer(text)))).toEqual([0, 1, 0]);
  });

  it('a number may be written as here or as elsewhere', () => {
    expect(['1.234,5', '1234.5', '1 234,5', '−2', 'hai', '1.234', '', '1,2,3'].map(readNumber)).toEqual([
      1234.5, 1234.5, 1234.5, -2, undefined, 1234, undefined, undefined,
    ]);
    const question: Question = { type: 'number', answer: 98, tolerance: 0.1 };
    expect(['98,1', '97,9', '98,11'].map((text) => scoreOf(question, { type: 'number', text }))).toEqual([1, 1, 0]);
  });

  it('nothing answered is worth nothing; what a person reads waits for them', () => {
    expect(scoreOf({ type: 'truefalse', answer: true }, null)).toBe(0);
    expect(scoreOf({ type: 'open', rubric: '' }, { type: 'open', text: 'bài' })).toBeNull();
    expect(scoreOf({ type: 'single', options: options(true, false) }, { type: 'multiple', options: [0] })).toBe(0);
  });
});
