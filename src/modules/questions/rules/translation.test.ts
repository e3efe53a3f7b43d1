import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Question } from './item.ts';
import { scoreOf, type Answer } from './score.ts';
import { partsOf, readWords, translated, withAccepted } from './translation.ts';

const words = fc.uniqueArray(fc.stringMatching(/^[a-zđ]{1,6}$/), { minLength: 2, maxLength: 6 });
const question: fc.Arbitrary<Question> = fc.oneof(
  fc.tuple(words, fc.nat(5)).map(([texts, right]): Question => ({
    type: 'single', options: texts.map((text, at) => ({ text, right: at === right % texts.length, feedback: 'vì' })),
  })),
  words.map((steps): Question => ({ type: 'ordering', steps })),
  words.map((texts): Question => ({ type: 'matching', pairs: texts.map((left) => ({ left, right: `${left}!` })), extra: ['thừa'] })),
);

describe('a question in another language', () => {
  it('has its parts where the question has them', () => {
    fc.assert(fc.property(question, (asked) => {
      const texts = partsOf(asked).map((text) => `en ${text}`);
      const other = translated(asked, texts);
      expect(partsOf(other)).toEqual(texts);
      expect(readWords(asked, { stem: 'What?', texts, explanation: '' }).ok).toBe(true);
      expect(partsOf(translated(asked, partsOf(asked)))).toEqual(partsOf(asked));
    }));
  });

  it('gives an answer by place the same worth', () => {
    fc.assert(fc.property(question, fc.array(fc.nat(6), { minLength: 6, maxLength: 6 }), (asked, places) => {
      const other = translated(asked, partsOf(asked).map((text) => `km ${text}`));
      const answer: Answer = asked.type === 'single'
        ? { type: 'single', option: places[0]! }
        : asked.type === 'ordering' ? { type: 'ordering', order: places } : { type: 'matching', rights: places };
      expect(scoreOf(other, answer)).toBe(scoreOf(asked, answer));
    }));
  });

  it('takes a short answer in either language', () => {
    const asked: Question = { type: 'short', accepted: ['chi bộ'], folded: true };
    const both = withAccepted(asked, ['branch', ' ']);
    expect(['CHI BO', 'branch', 'x'].map((text) => scoreOf(both, { type: 'short', text }))).toEqual([1, 1, 0]);
  });

  it.each([
    [{ stem: ' ', texts: ['a', 'b'], explanation: '' }, 'stem.missing'],
    [{ stem: 'x', texts: ['a', ' '], explanation: '' }, 'parts.missing'],
    [{ stem: 'x', texts: ['a', 'a'], explanation: '' }, 'parts.repeated'],
  ])('is refused when a part is missing or said twice', (given, code) => {
    const read = readWords({ type: 'ordering', steps: ['một', 'hai'] }, given);
    expect(read.ok || read.problems[0]!.code).toBe(code);
  });
});
