import fc from 'fast-check';
import { expect, test } from 'vitest';
import { begin, contiguous, deadlineOf, type StartFacts } from './attempt.ts';
import { lateCounts, writtenInTime } from './late.ts';
import { readReceipt, receiptCode, shownReceipt } from './receipt.ts';

const at = (minutes: number) => new Date(Date.UTC(2026, 10, 23) + minutes * 60_000);
const facts: StartFacts = { quizState: 'published', voided: false, opens: at(0), closes: at(60), limit: 30, extra: 0, allowed: null, previous: null };

test('whatever a device says, it begins within the sitting and its deadline never moves away', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 120 }), fc.nat(10_000_000), fc.integer({ min: 0, max: 60 }), (now, elapsed, extra) => {
    const honest = begin({ ...facts, extra }, 1, { now: at(now), elapsed: 0 });
    const said = begin({ ...facts, extra }, 1, { now: at(now), elapsed });
    if (!said.ok) return;
    const { startedAt, deadline, offlineMs } = said.value;
    expect(startedAt >= facts.opens && startedAt <= facts.closes && startedAt <= at(now)).toBe(true);
    expect(offlineMs).toBeGreaterThanOrEqual(0);
    expect(deadline.getTime()).toBeLessThanOrEqual(facts.closes.getTime() + extra * 60_000);
    if (honest.ok) expect(deadline.getTime()).toBeLessThanOrEqual(honest.value.deadline.getTime());
  }));
});

test('more minutes go beyond the end of the sitting; without a limit the sitting is the limit', () => {
  expect(deadlineOf(at(50), { ...facts, extra: 15 })).toEqual(at(75));
  expect(deadlineOf(at(0), { ...facts, limit: null, extra: 5 })).toEqual(at(65));
});

test('what is late counts only when it was written in time, and by the rule', () => {
  expect(writtenInTime(31 * 60_000, at(0), at(30))).toBe(true);
  expect(writtenInTime(32 * 60_000, at(0), at(30))).toBe(false);
  expect(lateCounts(false, 'count', 'count')).toBe(false);
  expect([lateCounts(true, 'count', null), lateCounts(true, 'decide', null), lateCounts(true, 'decide', 'count'), lateCounts(true, 'ignore', 'count')])
    .toEqual([true, false, true, false]);
});

test('received is what has nothing missing below it', () => {
  expect([contiguous([]), contiguous([2, 3]), contiguous([3, 1, 2, 2, 5])]).toEqual([0, 0, 3]);
});

test('a code is read as people write it', () => {
  const code = receiptCode(Uint8Array.from([7, 15, 3, 19, 9, 2, 22, 13]));
  expect(shownReceipt(code)).toBe('7F3K-92PD');
  expect(readReceipt(' 7f3k – 92pd ')).toBe(code);
  expect(readReceipt('O1L2-3456')).toBe('01123456');
  expect(readReceipt('7F3K-92P')).toBeUndefined();
});
