import { describe, expect, it } from 'vitest';
import type { Question } from '#modules/questions/index.server.ts';
import { correctSheet, sameQuestion, summaryOf, summaryShown } from './correction.ts';
import { settle } from './settle.ts';
import type { FullSheet } from './sheet.ts';

const single = (right: number): Question => ({
  type: 'single', options: ['a', 'b', 'c'].map((text, at) => ({ text, right: at === right, feedback: '' })),
});
const item = (versionId: number, points: number) => ({
  itemId: versionId, versionId, explanation: '', citations: [], shown: [0, 1, 2], question: single(0),
  asked: { type: 'single' as const, stem: 's', points, media: [], translations: {}, options: ['a', 'b', 'c'] },
});
const sheet: FullSheet = {
  quiz: 1, sitting: 1, number: 1, title: 't', shuffleItems: false, shuffleOptions: false, items: [item(1, 1), item(2, 3)],
};
const said = (option: number) => new Map([0, 1].map((at) => [at, { answer: { type: 'single' as const, option }, seq: at + 1 }]));
const score = (question: Question, answer: unknown): number =>
  question.type === 'single' && question.options[(answer as { option: number } | null)?.option ?? -1]?.right ? 1 : 0;

describe('a corrected key', () => {
  it('is another answer', () => {
    const after = correctSheet(sheet, { versionId: 2, kind: 'key', question: single(1) });
    expect(settle(sheet, said(1), score)).toMatchObject({ points: 0, ofPoints: 4 });
    expect(settle(after, said(1), score)).toMatchObject({ points: 3, ofPoints: 4, correct: 1 });
    expect(settle(after, said(0), score)).toMatchObject({ points: 1 });
  });
  it('is granted to everybody, who answered or not', () => {
    const after = correctSheet(sheet, { versionId: 2, kind: 'granted', question: null });
    expect(settle(after, new Map(), score)).toMatchObject({ points: 3, ofPoints: 4 });
  });
  it('takes an item out of the count', () => {
    const after = correctSheet(sheet, { versionId: 2, kind: 'annulled', question: null });
    expect(settle(after, said(0), score)).toMatchObject({ points: 1, ofPoints: 1 });
  });
  it('leaves other sheets as they are', () => {
    expect(correctSheet(sheet, { versionId: 9, kind: 'annulled', question: null })).toBe(sheet);
  });
  it('never changes what was asked', () => {
    expect(sameQuestion(single(0), single(2))).toBe(true);
    expect(sameQuestion(single(0), { type: 'single', options: [{ text: 'x', right: true, feedback: '' }] })).toBe(false);
    expect(sameQuestion(single(0), { type: 'truefalse', answer: true })).toBe(false);
    expect(sameQuestion({ type: 'ordering', steps: ['a', 'b'] }, { type: 'ordering', steps: ['b', 'a'] })).toBe(false);
  });
});

describe('before and after', () => {
  const one = (before: number, after: number) => ({ beforePoints: before, beforeOf: 10, afterPoints: after, afterOf: 10 });
  it('are counted', () => {
    expect(summaryOf([one(7, 8), one(8, 8), one(9, 7), one(8, 7.9)], 8_000)).toEqual({
      attempts: 4, up: 1, same: 1, down: 2, nowPass: 1, noLongerPass: 2,
    });
  });
  it('compare shares when an item no longer counts', () => {
    expect(summaryOf([{ beforePoints: 8, beforeOf: 10, afterPoints: 8, afterOf: 9 }], null)).toMatchObject({ up: 1 });
  });
  it('are not shown of few', () => expect(summaryShown(summaryOf([one(1, 2)], null))).toBeNull());
});
