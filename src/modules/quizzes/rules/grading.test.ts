import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Question } from '#modules/questions/index.server.ts';
import { scoreOf } from '#modules/questions/index.server.ts';
import { readExtra } from './allowance.ts';
import { countingAttempt } from './certificate.ts';
import { mayTell, pointsOf, shareOf, stepsOf } from './grading.ts';
import { passed, settle } from './settle.ts';
import type { Given } from './wire.ts';
import type { FullSheet } from './sheet.ts';

const item = (versionId: number, points: number, question: Question) => ({ versionId, question, shown: [], asked: { points }, citations: [] });
const sheetOf = (...items: object[]) => ({ items }) as unknown as FullSheet;
const open: Question = { type: 'open', rubric: 'Nêu được hai ý.' };
type Stands = { answer: Given; seq: number; share: number | null };
const stands = (share: number | null): Stands => ({ answer: { type: 'open', text: 'bài' }, seq: 3, share });

describe('points of open text', () => {
  it('are steps from nothing to all of it, and come back as they were given', () => {
    expect(stepsOf(1)).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(stepsOf(0.3)).toEqual([0, 0.25, 0.3]);
    fc.assert(fc.property(fc.integer({ min: 1, max: 10_000 }), (hundredths) => {
      const points = hundredths / 100;
      const steps = stepsOf(points);
      expect([steps[0], steps.at(-1), steps.length <= 102]).toEqual([0, points, true]);
      for (const step of steps) {
        expect(pointsOf(shareOf(step, points), points)).toBeCloseTo(step, 3);
        expect(settle(sheetOf(item(1, points, open)), new Map([[0, stands(shareOf(step, points))]]), scoreOf).points).toBeCloseTo(step, 3);
      }
    }));
  });

  it('enter by their share of the item; until all is read nothing is passed or failed', () => {
    const sheet = sheetOf(item(1, 2, open), item(2, 2, { type: 'truefalse', answer: true }), item(3, 1, open));
    const right: Stands = { answer: { type: 'truefalse', answer: true }, seq: 1, share: null };
    const half = settle(sheet, new Map([[0, stands(null)], [1, right], [2, stands(1)]]), scoreOf);
    expect(half).toMatchObject({ points: 3, ofPoints: 5, correct: 2, toRead: true });
    expect(half.readings).toEqual([{ item: 0, versionId: 1, seq: 3 }, { item: 2, versionId: 3, seq: 3 }]);
    expect(passed(half, 5_000)).toBeNull();
    const all = settle(sheet, new Map([[0, stands(0.25)], [1, right], [2, stands(1)]]), scoreOf);
    expect([all.points, all.toRead, passed(all, 7_000), passed(all, 7_001)]).toEqual([3.5, false, true, false]);
    // What nobody wrote is worth nothing and read by nobody.
    expect(settle(sheet, new Map([[1, right]]), scoreOf)).toMatchObject({ points: 2, toRead: false, readings: [] });
  });

  it('an item that was taken out, or is right whatever it says, waits for nobody', () => {
    const sheet = sheetOf(item(1, 0, open), { ...item(2, 1, open), granted: true });
    expect(settle(sheet, new Map([[0, stands(null)], [1, stands(null)]]), scoreOf)).toMatchObject({ points: 1, ofPoints: 1, toRead: false, readings: [] });
    expect(settle(sheetOf(item(1, 1, { type: 'truefalse', answer: true })), new Map(), scoreOf).readings).toBeNull();
  });

  it('an attempt that waits is not the best, and no other stands in for the first or the last', () => {
    const attempts = [{ ordinal: 1, points: 9, ofPoints: 10, toRead: true }, { ordinal: 2, points: 6, ofPoints: 10, toRead: false }];
    expect(countingAttempt(attempts, 'best')).toMatchObject({ ordinal: 2 });
    expect(countingAttempt(attempts, 'first')).toBeUndefined();
    expect(countingAttempt(attempts, 'last')).toMatchObject({ ordinal: 2 });
  });

  it('a comment waits for the end where explanations do', () => {
    expect([mayTell('closed', 'published'), mayTell('closed', 'closed'), mayTell('never', 'published')]).toEqual([false, true, true]);
  });
});

describe('more time', () => {
  it('is minutes, or a part of the time limit', () => {
    expect(['15', '15 phút', '50%', '12,5 %', '25.5', '0', '301', 'nửa giờ', ''].map((typed) => readExtra(typed, 30))).toEqual(
      [15, 15, 15, 4, undefined, undefined, undefined, undefined, undefined]);
    expect(readExtra('50%', null)).toBeUndefined();
  });
});
