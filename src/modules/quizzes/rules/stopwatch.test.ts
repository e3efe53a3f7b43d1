import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anchored, announcement, awoken, elapsedAt, leftAt, read, revived, startDelay, started, totalOf, waitBefore } from './stopwatch.ts';
import type { Standing, TicketPayload } from './wire.ts';

const HOUR = 3_600_000;
const ticket: TicketPayload = {
  ticket: 1, quiz: 1, sitting: 1, sheet: 1, seed: 1, opens: 10 * HOUR, closes: 12 * HOUR, limit: 30, extra: 0, attempts: null,
};
const standing = (began: number, now: number, deadline: number): Standing => ({
  attempt: '1-1', epoch: 1, state: 'open', received: 0, answered: 0, started: new Date(began).toISOString(), now: new Date(now).toISOString(),
  deadline: new Date(deadline).toISOString(), left: deadline - now, late: false, receipt: null,
});

test('lasts as long as the ticket says, at most until the sitting closes, and longer for whoever needs it', () => {
  expect(totalOf(ticket, 10 * HOUR)).toBe(HOUR / 2);
  expect(totalOf(ticket, 11.75 * HOUR)).toBe(HOUR / 4);
  expect(totalOf({ ...ticket, extra: 15 }, 11.75 * HOUR)).toBe(HOUR / 2);
  expect(totalOf({ ...ticket, limit: null }, 9 * HOUR)).toBe(2 * HOUR);
});

test('a clock that is wrong, by any amount, changes nothing', () => {
  fc.assert(fc.property(fc.integer({ min: -48, max: 48 }), fc.nat(HOUR), fc.nat(HOUR), fc.nat(HOUR), (wrong, first, gone, then) => {
    const wall = (at: number) => at + wrong * HOUR;
    let watch = started(ticket, 10 * HOUR, { mono: 500, wall: wall(0) });
    watch = read(watch, { mono: 500 + first, wall: wall(first) });
    // The tab is killed; another one counts from its own zero.
    watch = revived(watch, { mono: 3, wall: wall(first + gone) });
    expect(elapsedAt(watch, { mono: 3 + then, wall: wall(first + gone + then) })).toBe(first + gone + then);
  }));
});

test('a clock that was set back while the tab was gone does not give time back, and the server puts it right', () => {
  const kept = read(started(ticket, 10 * HOUR, { mono: 0, wall: 0 }), { mono: 60_000, wall: 60_000 });
  const back = revived(kept, { mono: 0, wall: -HOUR });
  expect(elapsedAt(back, { mono: 0, wall: -HOUR })).toBe(60_000);
  const right = anchored(standing(10 * HOUR, 10 * HOUR + 300_000, 10.5 * HOUR), { mono: 10, wall: -HOUR });
  expect(leftAt(right, { mono: 10, wall: 5 * HOUR })).toBe(HOUR / 2 - 300_000);
});

test('sleep is counted where the counting clock slept, and once where it did not', () => {
  const watch = started(ticket, 10 * HOUR, { mono: 0, wall: 0 });
  const hidden = { mono: 1_000, wall: 1_000 };
  expect(awoken(watch, hidden, { mono: 1_500, wall: 61_500 }).elapsed).toBe(61_500);
  expect(awoken(watch, hidden, { mono: 61_000, wall: 61_000 }).elapsed).toBe(61_000);
});

test('five minutes and one minute are announced once', () => {
  expect(announcement(301_000, 300_000)).toBe(5);
  expect(announcement(300_000, 299_000)).toBeNull();
  expect(announcement(400_000, 30_000)).toBe(1);
  expect(announcement(30_000, -5)).toBeNull();
});

test('starts and repeats are spread', () => {
  expect(startDelay(0.5, 1_000)).toBe(10_000);
  expect(startDelay(0.5, 600_000)).toBe(0);
  expect(waitBefore(0, 0, null)).toBe(500);
  expect(waitBefore(30, 1, null)).toBe(90_000);
  expect(waitBefore(0, 0, 12_000)).toBe(12_000);
});
