import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonical, type Json } from './canonical.ts';

test('the example of RFC 8785 §3.2', () => {
  const value = {
    numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
    string: '€$\u000f\u000aA\u0027\u0042\u0022\u005c\u005c\u0022/',
    literals: [null, true, false],
  };
  const expected =
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
    '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}';
  expect(canonical(value)).toBe(expected);
});

test('members sort by UTF-16 code unit, as RFC 8785 §3.2.3 shows', () => {
  const names = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6'];
  const text = canonical(Object.fromEntries(names.map((name) => [name, 0])));
  expect(text).toBe('{"\\r":0,"1":0,"\u0080":0,"ö":0,"€":0,"😀":0,"\ufb33":0}');
});

test('order of members never matters, and nothing is lost', () => {
  const check = (value: unknown) => {
    const text = canonical(value as Json);
    // −0 is written 0, by the RFC; compare through JSON, which does the same.
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
    expect(canonical(JSON.parse(text) as Json)).toBe(text);
  };
  fc.assert(fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), check));
});

test.each([
  undefined,
  Number.NaN,
  Infinity,
  new Date(0),
  new Map(),
  () => 1,
  '\ud800',
  [undefined],
  { a: undefined },
])('refuses %s', (value) => {
  expect(() => canonical(value as unknown as Json)).toThrow(TypeError);
});
