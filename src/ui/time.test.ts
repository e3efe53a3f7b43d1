import { expect, test } from 'vitest';
import { exactTime, relativeDay, relativeTime } from './time.ts';

const at = new Date('2026-11-12T20:30:00Z');

test('exact times stand in Viet Nam, day before month', () => {
  expect(exactTime(at)).toBe('03:30 13/11/2026');
  expect(exactTime(at, false)).toBe('13/11/2026');
});

test.each([
  ['2026-11-12T16:59:00Z', 'vi', 'ngày mai'],
  ['2026-11-12T17:00:00Z', 'vi', 'hôm nay'],
  ['2026-11-14T17:00:00Z', 'vi', '2 ngày trước'],
  ['2026-11-03T12:00:00Z', 'en', 'in 10 days'],
] as const)('a deadline seen from %s in %s is %s', (now, language, text) =>
  expect(relativeDay(at, new Date(now), language)).toBe(text),
);

test.each([
  ['2026-11-15T20:30:00Z', 'vi', '3 ngày trước'],
  ['2026-11-10T20:30:00Z', 'en', 'in 2 days'],
  ['2026-11-12T20:30:20Z', 'vi', 'bây giờ'],
  ['2026-11-12T21:29:00Z', 'vi', '59 phút trước'],
  ['2027-01-12T20:30:00Z', 'en', '2 months ago'],
] as const)('seen from %s in %s it is %s', (now, language, text) =>
  expect(relativeTime(at, new Date(now), language)).toBe(text),
);
