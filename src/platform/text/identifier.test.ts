import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identifierKey, isPhoneKey } from './identifier.ts';

const digits = (length: number) => fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((each) => each.join(''));
/** As people and spreadsheets write one number. */
const forms = (rest: string): string[] => [
  `0${rest}`, `84${rest}`, `+84${rest}`, `0084${rest}`, `+84 (0)${rest}`, `(0${rest.slice(0, 2)}) ${rest.slice(2)}`,
  `0${rest.slice(0, 2)} ${rest.slice(2, 5)} ${rest.slice(5)}`, `0${rest.slice(0, 3)}.${rest.slice(3, 6)}.${rest.slice(6)}`,
  `+84-${rest.slice(0, 2)}–${rest.slice(2)}`, ` 0${rest}\u00a0`,
];
/** Member codes of real registers: letters with marks, digits, dots, dashes, strokes. */
const code = fc.stringMatching(/^[A-ZĐƠƯÂÊÔÁÀẠ][A-ZĐƠƯÂÊÔÁÀẠ0-9./_-]{1,20}$/u);

describe('the key of what a person signs in with', () => {
  it('is one for every way to write a telephone number', () => {
    fc.assert(
      fc.property(fc.tuple(fc.integer({ min: 1, max: 9 }), digits(8)).map(([first, rest]) => `${first}${rest}`), (rest) => {
        for (const form of forms(rest)) expect(identifierKey(form), form).toBe(`0${rest}`);
        expect(isPhoneKey(identifierKey(forms(rest)[2]!))).toBe(true);
      }),
    );
  });

  it('is one for small and capital letters, spaces and dashes of a member code, composed or not', () => {
    fc.assert(
      fc.property(code, (text) => {
        const key = identifierKey(text);
        for (const typed of [text.toLowerCase(), text.normalize('NFD'), ` ${[...text].join(' ')} `, text.replaceAll('-', '–')]) {
          expect(identifierKey(typed), typed).toBe(key);
        }
      }),
    );
  });

  it('of a key is the key, for every text: what is stored is looked up as it was stored', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
      const key = identifierKey(text);
      expect(identifierKey(key)).toBe(key);
    }), { numRuns: 2_000 });
  });

  it.each([
    ['  CanBo.TiepNhan ', 'canbo.tiepnhan'],
    ['Thu.Ha@Vi-Du.example', 'thu.ha@vi-du.example'],
    ['CB-01–0003', 'cb-01-0003'],
    ['cb 01/0003', 'cb01/0003'],
    ['84 976 175 123', '0976175123'],
    ['02713 888 999', '02713888999'],
    // Too short or too long for a telephone: a code.
    ['93.123456', '93.123456'],
    ['0123', '0123'],
    ['', ''],
  ])('%s → %s', (typed, key) => expect(identifierKey(typed)).toBe(key));
});
