import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scoreOf, type Question } from '#modules/questions/index.server.ts';
import { fitsItem, fullItem, rightOf, shapeOf, toBank } from './sheet.ts';
import { shuffled } from './order.ts';

const texts = (least: number) => fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: least, maxLength: 8 });
const options = texts(2).chain((all) => fc.tuple(fc.constant(all), fc.subarray(all, { minLength: 1 })));
const question: fc.Arbitrary<Question> = fc.oneof(
  options.map(([all, [right]]): Question => ({ type: 'single', options: all.map((text) => ({ text, right: text === right, feedback: '' })) })),
  options.map(([all, right]): Question => ({ type: 'multiple', options: all.map((text) => ({ text, right: right.includes(text), feedback: '' })) })),
  fc.boolean().map((answer): Question => ({ type: 'truefalse', answer })),
  texts(4).map((all): Question => ({
    type: 'matching', pairs: [{ left: 'a', right: all[0]! }, { left: 'b', right: all[1]! }], extra: all.slice(2),
  })),
  texts(2).map((steps): Question => ({ type: 'ordering', steps })),
  fc.constantFrom('Đồng Nai', 'nghị quyết').map((text): Question => ({ type: 'short', accepted: [text], folded: true })),
  fc.integer({ min: -1_000, max: 1_000 }).map((answer): Question => ({ type: 'number', answer, tolerance: 0 })),
);
const bank = {
  itemId: 1, versionId: 1, number: 1, points: 1, stem: 'Câu hỏi', explanation: '', difficulty: 1 as const, tags: [], citations: [], media: [], languages: {},
};

test('however a sheet was mixed, the right places lead back to the right answer, and no other order of steps does', () => {
  fc.assert(fc.property(question, fc.integer(), fc.boolean(), (asked, seed, mixes) => {
    const item = fullItem({ ...bank, question: asked }, mixes, (count) => shuffled(count, seed, 1));
    const right = rightOf(item)!;
    expect(fitsItem(shapeOf(item), right)).toBe(true);
    expect(scoreOf(asked, toBank(item, right))).toBe(1);
    if (right.type === 'ordering') {
      const wrong = { ...right, order: [...right.order].reverse() };
      expect(scoreOf(asked, toBank(item, wrong))).toBe(0);
    }
    // What is shown is what is in the bank, each once.
    if ('options' in item.asked) expect(new Set(item.shown).size).toBe(item.asked.options.length);
  }), { numRuns: 500 });
});

test('without mixing, choices stand as they were written; steps and rights never do by rule', () => {
  const reversed = (count: number) => Array.from({ length: count }, (_, at) => count - 1 - at);
  const single: Question = { type: 'single', options: ['a', 'b'].map((text) => ({ text, right: text === 'b', feedback: '' })) };
  expect(fullItem({ ...bank, question: single }, false, reversed).shown).toEqual([0, 1]);
  expect(fullItem({ ...bank, question: { type: 'ordering', steps: ['a', 'b', 'c'] } }, false, reversed).shown).toEqual([2, 1, 0]);
});

test('an answer that the item does not have is none of its answers', () => {
  const item = fullItem({ ...bank, question: { type: 'ordering', steps: ['a', 'b'] } }, true, (count) => shuffled(count, 1, 1));
  const shape = shapeOf(item);
  expect(fitsItem(shape, { type: 'ordering', order: [0, 0] })).toBe(false);
  expect(fitsItem(shape, { type: 'ordering', order: [0, 2] })).toBe(false);
  expect(fitsItem(shape, { type: 'single', option: 0 })).toBe(false);
});
