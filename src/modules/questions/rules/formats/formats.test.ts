import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bank, expectRoundTrip } from '../../actions/formats-testing.ts';
import { problemsOf } from '../item.ts';
import { readAiken } from './aiken.ts';
import { carry } from './carry.ts';
import { aikenCodec, giftCodec } from './codecs.ts';
import { readGift } from './gift.ts';

describe('GIFT', () => {
  it('gives back what was written, and tells what it cannot hold', () => {
    fc.assert(fc.property(bank, (items) => {
      expectRoundTrip(giftCodec, items);
      for (const { place, losses, left } of carry(giftCodec, items).told) {
        expect(left).toBe(items[place]!.question.type === 'ordering');
        expect(left || losses.every((loss) => ['folded', 'rubric', 'difficulty'].includes(loss))).toBe(true);
      }
    }), { numRuns: 1_000 });
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
  it('gives back what was written, and tells what it cannot hold', () => {
    fc.assert(fc.property(bank, (items) => {
      expectRoundTrip(aikenCodec, items);
      for (const { place, losses, left } of carry(aikenCodec, items).told) {
        if (items[place]!.question.type !== 'single') expect(left).toBe(true);
        else expect(left || losses.every((loss) => ['feedback', 'explanation', 'tags', 'difficulty'].includes(loss))).toBe(true);
      }
    }), { numRuns: 1_000 });
  });

  it('says what it could not read', () => {
    const { items, notes } = readAiken('Câu có khóa\nA. một\nB) hai\nANSWER: B\n\nCâu không khóa\nA. một\nB. hai\n\nKhóa lạ\nA. một\nB. hai\nANSWER: F');
    expect(items.map((each) => each.item.stem)).toEqual(['Câu có khóa', 'Khóa lạ']);
    expect(notes).toEqual([{ line: 6, code: 'answer.missing', text: 'Câu không khóa' }]);
    expect(items[1]!.notes).toEqual([{ line: 13, code: 'answer.unknown', text: 'F' }]);
    expect(problemsOf(items[1]!.item)).toEqual([{ part: 'options', code: 'key.missing' }]);
  });
});
