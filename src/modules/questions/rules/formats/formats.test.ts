import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { problemsOf, type Item, type Option, type Question } from '../item.ts';
import { fitsAiken, readAiken, writeAiken } from './aiken.ts';
import { fitsGift, readGift, writeGift } from './gift.ts';

const word = fc.constantFrom('Điều', 'lệ', '98', '%', 'a=b', '{x}', '~', '#1', 'A.', '->', ':', '\\', '=', '::', '//', '$', 'ANSWER', 'ưỡ', '%50%');
const line = fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => words.join(' '));
const lines = fc.array(line, { minLength: 1, maxLength: 3 }).map((all) => all.join('\n'));
const feedback = fc.oneof(fc.constant(''), line);
const unique = fc.uniqueArray(line, { minLength: 2, maxLength: 5 });

const options = (several: boolean): fc.Arbitrary<Option[]> =>
  fc.tuple(unique, fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }), fc.nat(), feedback).map(([texts, marks, one, why]) => {
    const chosen = several ? marks : marks.map((_, at) => at === one % texts.length);
    if (several) chosen[0] = chosen[1] = true;
    return texts.map((text, at) => ({ text, right: chosen[at] ?? false, feedback: at === 0 ? why : '' }));
  });

const question: fc.Arbitrary<Question> = fc.oneof(
  options(false).map((all): Question => ({ type: 'single', options: all })),
  options(true).map((all): Question => ({ type: 'multiple', options: all })),
  fc.boolean().map((answer): Question => ({ type: 'truefalse', answer })),
  fc.tuple(unique, line, fc.boolean()).map(([lefts, right, more]): Question => ({
    type: 'matching', pairs: lefts.map((left, at) => ({ left, right: `${right} ${at}` })), extra: more ? ['thừa'] : [],
  })),
  unique.map((accepted): Question => ({ type: 'short', accepted, folded: false })),
  fc.tuple(fc.integer({ min: -9999, max: 9999 }), fc.integer({ min: 0, max: 50 })).map(([answer, tolerance]): Question => ({
    type: 'number', answer: answer / 4, tolerance: tolerance / 4,
  })),
  fc.constant<Question>({ type: 'open', rubric: '' }),
);
const item: fc.Arbitrary<Item> = fc.record({
  stem: lines, question, explanation: feedback, tags: fc.uniqueArray(fc.constantFrom('luật', 'điều lệ', 'đợt 2'), { maxLength: 2 }),
});

describe('GIFT', () => {
  it('gives back what was written', () => {
    fc.assert(
      fc.property(fc.array(item, { maxLength: 6 }), (items) => {
        const fitting = items.filter(fitsGift);
        const read = readGift(writeGift(fitting));
        expect(read.notes).toEqual([]);
        expect(read.items.map((each) => each.item)).toEqual(fitting);
      }),
      { numRuns: 1_500 },
    );
  });

  it('reads what Moodle writes in its manual', () => {
    const { items } = readGift(`// question: 1
::Q1:: 1+1=2 {T}

$CATEGORY: đợt 1

::Q2:: What's between orange and green in the spectrum?
{ =yellow # right; good! ~red # wrong, it's yellow ~blue # wrong, it's yellow }

::Q3:: Two plus {=two =2} equals four.

::Q4:: Which animal eats which food? { =cat -> cat food =dog -> dog food }

::Q5:: What is a number from 1 to 5? {#3:2}

::Q6:: What is a number from 1 to 5? {#1..5}

Who was buried? {~%50%Grant ~%50%his wife ~%-100%nobody}

::Q8:: How are you? {}`);
    expect(items.map(({ item: { question: { type } } }) => type)).toEqual([
      'truefalse', 'single', 'short', 'matching', 'number', 'number', 'multiple', 'open',
    ]);
    expect(items[1]!.item.question).toEqual({ type: 'single', options: [
      { text: 'yellow', right: true, feedback: 'right; good!' },
      { text: 'red', right: false, feedback: "wrong, it's yellow" },
      { text: 'blue', right: false, feedback: "wrong, it's yellow" },
    ] });
    expect(items[2]!.item.stem).toBe('Two plus  … equals four.');
    expect(items[5]!.item.question).toEqual({ type: 'number', answer: 3, tolerance: 2 });
    expect(items[0]!.line).toBe(2);
  });

  it('says on which line a question is not closed', () => {
    const { items, notes } = readGift('Một {=a ~b}\n\nHai {=a ~b\n\nkhông đóng');
    expect(items.map((each) => each.line)).toEqual([1]);
    expect(notes).toEqual([expect.objectContaining({ line: 3, code: 'braces.open' })]);
  });

  it('never fails on any text', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'{}=~#:%->\\\n T1aÀ/$[]') }), (text) => void readGift(text)), { numRuns: 3_000 });
  });
});

describe('Aiken', () => {
  it('gives back what was written', () => {
    fc.assert(
      fc.property(fc.array(item, { maxLength: 6 }), (items) => {
        const fitting = items.map((each) => ({ ...each, explanation: '', tags: [] })).filter(fitsAiken);
        const read = readAiken(writeAiken(fitting));
        expect(read.notes).toEqual([]);
        expect(read.items.map((each) => each.item)).toEqual(fitting);
      }),
      { numRuns: 1_000 },
    );
  });

  it('says what it could not read', () => {
    const { items, notes } = readAiken('Câu có khóa\nA. một\nB) hai\nANSWER: B\n\nCâu không khóa\nA. một\nB. hai\n\nKhóa lạ\nA. một\nB. hai\nANSWER: F');
    expect(items.map((each) => each.item.stem)).toEqual(['Câu có khóa', 'Khóa lạ']);
    expect(notes).toEqual([{ line: 6, code: 'answer.missing', text: 'Câu không khóa' }]);
    expect(items[1]!.notes).toEqual([{ line: 13, code: 'answer.unknown', text: 'F' }]);
    expect(problemsOf(items[1]!.item)).toEqual([{ part: 'options', code: 'key.missing' }]);
  });
});
