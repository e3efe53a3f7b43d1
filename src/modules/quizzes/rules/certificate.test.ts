import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countingAttempt, passes, readStatement, statementOf } from './certificate.ts';

const attempt = (ordinal: number, points: number, ofPoints = 10) => ({ ordinal, points, ofPoints });

describe('the attempt that counts', () => {
  const attempts = [attempt(3, 6), attempt(1, 4), attempt(2, 8), attempt(4, 8)];
  it.each([['best', 2], ['first', 1], ['last', 4]] as const)('%s', (counts, ordinal) => {
    expect(countingAttempt(attempts, counts)?.ordinal).toBe(ordinal);
  });
  it('is none before anything is settled', () => expect(countingAttempt([], 'best')).toBeUndefined());
  it('compares shares, because drawn sheets may have other totals', () => {
    expect(countingAttempt([attempt(1, 8, 10), attempt(2, 9, 20)], 'best')?.ordinal).toBe(1);
  });
});

describe('passing', () => {
  it('is exact at the mark', () => {
    expect(passes(attempt(1, 32, 40), 8_000)).toBe(true);
    expect(passes(attempt(1, 31.999, 40), 8_000)).toBe(false);
    expect(passes(attempt(1, 0.7, 1), 7_000)).toBe(true);
  });
  it('says nothing where nothing is passed or failed', () => expect(passes(attempt(1, 0), null)).toBeNull());
  it('needs no fewer points for a higher mark', () => {
    const mark = fc.integer({ min: 1, max: 10_000 });
    const points = fc.integer({ min: 0, max: 40_000 }).map((n) => n / 1_000);
    fc.assert(fc.property(points, mark, mark, (got, a, b) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)];
      return !passes(attempt(1, got, 40), high) || passes(attempt(1, got, 40), low) === true;
    }));
  });
});

describe('the statement', () => {
  const line = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 });
  it('says line by line what is read back', () => {
    fc.assert(fc.property(fc.nat(), line, line, line, line, (number, name, quiz, campaign, body) => {
      const said = { number, name, quiz, campaign, body, on: '2026-11-23' };
      const plain = (text: string): string => text.replace(/\s+/g, ' ').trim();
      expect(readStatement(statementOf(said))).toEqual({
        ...said, name: plain(name), quiz: plain(quiz), campaign: plain(campaign), body: plain(body),
      });
    }), { numRuns: 300 });
  });
  it('is nothing else', () => {
    for (const text of ['', 'caunoi certificate 1\n', 'caunoi certificate 2\nnumber: 1\n']) expect(readStatement(text)).toBeUndefined();
  });
});
