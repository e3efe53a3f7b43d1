import { expect, test } from 'vitest';
import { changeDisplay, displayAttributes, readDisplay, usualDisplay, writeDisplay } from './display.ts';

const form = (entries: Record<string, string>) => new Map(Object.entries(entries));

test('a wish survives its cookie', () => {
  const wished = { text: 2, contrast: 'more', theme: 'dark' } as const;
  expect(readDisplay(writeDisplay(wished))).toEqual(wished);
});

test.each([undefined, '', '9.more.dark', '1.more.dark"><script>', '0.x.auto'])(
  '%j is the usual look',
  (cookie) => expect(readDisplay(cookie)).toEqual(usualDisplay),
);

test('text grows in steps and stops at the ends', () => {
  let now = usualDisplay;
  for (let press = 0; press < 9; press++) now = changeDisplay(now, form({ text: 'larger' }));
  expect(now.text).toBe(3);
  for (let press = 0; press < 9; press++) now = changeDisplay(now, form({ text: 'smaller' }));
  expect(now.text).toBe(-1);
  expect(changeDisplay(now, form({ text: 'normal' })).text).toBe(0);
});

test('a press changes one thing, an unknown one nothing', () => {
  const now = { text: 1, contrast: 'more', theme: 'dark' } as const;
  expect(changeDisplay(now, form({ theme: 'light' }))).toEqual({ ...now, theme: 'light' });
  expect(changeDisplay(now, form({ contrast: 'normal' }))).toEqual({ ...now, contrast: 'normal' });
  expect(changeDisplay(now, form({ theme: 'x', text: 'y' }))).toEqual(now);
});

test('the usual look adds nothing to the page', () => {
  expect(displayAttributes(usualDisplay)).toBe('');
  expect(displayAttributes({ text: -1, contrast: 'more', theme: 'light' })).toBe(
    ' data-text="-1" data-contrast="more" data-theme="light"',
  );
});
