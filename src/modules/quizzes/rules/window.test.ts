import { describe, expect, it } from 'vitest';
import { standingAt } from './window.ts';

const at = (clock: string) => new Date(`2026-11-23T${clock}:00Z`);
const windows = [{ opens: at('01:00'), closes: at('03:00') }, { opens: at('05:00'), closes: at('07:00') }];

describe('a quiz with two windows', () => {
  it.each([['00:59', 'soon'], ['01:00', 'open'], ['03:00', 'soon'], ['06:59', 'open'], ['07:00', 'over']])('at %s is %s', (clock, standing) => {
    expect(standingAt('published', windows, at(clock))).toBe(standing);
  });

  it('is over when it was closed, cancelled when it was cancelled, soon while it has no window', () => {
    expect(standingAt('closed', windows, at('02:00'))).toBe('over');
    expect(standingAt('cancelled', windows, at('02:00'))).toBe('cancelled');
    expect(standingAt('draft', [], at('02:00'))).toBe('soon');
  });
});
