import { expect, it } from 'vitest';
import { ageOf, codeText, readCode, shownFrom, windowOf, windowsOf } from './code.ts';

const at = (second: number) => new Date(Date.UTC(2026, 10, 23, 1, 0, second));
const session = { startsAt: at(0), endsAt: at(7_200) };
const now = at(600);
const shown = windowOf(now);

it('reads back what it wrote, and nothing else', () => {
  expect(readCode(codeText(shown, 'A-b_cdefghijklmn'))).toEqual({ window: shown, signature: 'A-b_cdefghijklmn' });
  for (const text of ['', '.', 'abc', `${shown}.short`, `${'9'.repeat(10)}.${'a'.repeat(16)}`, `-1.${'a'.repeat(16)}`]) {
    expect(readCode(text), text).toBeUndefined();
  }
});
it.each([
  ['the one on the screen', shown, 0, 'fresh'],
  ['the one before it', shown - 1, 29, 'fresh'],
  ['a minute and more later', shown - 1, 31, 'old'],
  ['a picture from an hour ago', shown - 120, 0, 'false'],
  ['a picture from five minutes ago', shown - 10, 0, 'old'],
  ['one that has not been shown', shown + 2, 0, 'false'],
  ['the clock of the screen is ahead', shown + 1, 0, 'fresh'],
])('%s', (_, window, seconds, age) => {
  const arrived = new Date(now.getTime() + seconds * 1000);
  const whole = age === 'false' && window < shown ? { startsAt: at(600 + 7_200), endsAt: at(600 + 9_000) } : session;
  expect(ageOf(window, whole, { arrived, now: arrived })).toBe(age);
});
it('is judged by when the phone arrived, not by how long signing in took', () => {
  expect(ageOf(shown, session, { arrived: at(610), now: at(1_200) })).toBe('fresh');
});
it('is nobody’s business days later', () => {
  expect(ageOf(shown, session, { arrived: now, now: at(7_200 + 4 * 86_400) })).toBe('late');
});
it('shows codes for the whole time of a session', () => {
  const { from, until } = windowsOf(session);
  expect(shownFrom(from)).toEqual(at(-7_200));
  expect(shownFrom(until)).toEqual(at(7_200 + 3_600));
});
