import fc from 'fast-check';
import { expect, test } from 'vitest';
import { utf8 } from './bytes.ts';
import {
  decodeBundle,
  encodeBundle,
  parseTilePath,
  type Tile,
  tilePath,
  tilesOf,
  tilesOfLevel,
} from './tiles.ts';

test('paths as in the specification', () => {
  expect(tilePath({ level: 0, index: 1_234_067, width: 256 })).toBe('0/x001/x234/067');
  expect(tilePath({ level: 'entries', index: 0, width: 12 })).toBe('entries/000.p/12');
  expect(tilePath({ level: 2, index: 1000, width: 1 })).toBe('2/x001/000.p/1');
});

test('every tile is found again under its path', () => {
  const level = fc.oneof(fc.constant('entries' as const), fc.integer({ min: 0, max: 63 }));
  const index = fc.maxSafeInteger().map(Math.abs);
  const tile = fc.record({ level, index, width: fc.integer({ min: 1, max: 256 }) });
  const check = (one: Tile) => {
    expect(parseTilePath(tilePath(one))).toEqual(one);
  };
  fc.assert(fc.property(tile, check));
});

test.each([
  '',
  '0',
  '0/0',
  '0/00',
  '00/000',
  '64/000',
  '-1/000',
  '0/x000/000',
  '0/001/000',
  '0/x001/x002',
  '0/000.p/0',
  '0/000.p/00',
  '0/000.p/256',
  '0/000.p/257',
  '0/000.p/01',
  '0/000.p',
  '0/000/',
  'data/000',
  '0/../000',
  '0/x999/x999/x999/x999/x999/999',
])('refused path: %j', (path) => {
  expect(parseTilePath(path)).toBeUndefined();
});

test('a tree of 70,000 leaves has the tiles that the specification counts', () => {
  const widths = (level: number) => [...tilesOfLevel(level, 70_000)].map((tile) => tile.width);
  expect([widths(0).length, widths(0).at(-1), widths(0).at(-2)]).toEqual([274, 112, 256]);
  expect(widths(1)).toEqual([256, 17]);
  expect(widths(2)).toEqual([1]);
  expect(widths(3)).toEqual([]);
  expect([...tilesOf(256)].map(tilePath)).toEqual(['entries/000', '0/000', '1/000.p/1']);
  expect([...tilesOf(0)]).toEqual([]);
});

test('bundles give back their leaves and refuse broken lengths', () => {
  const leaves = fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 20 });
  const check = (some: string[]) => {
    expect(decodeBundle(encodeBundle(some))).toEqual(some.map(utf8));
  };
  fc.assert(fc.property(leaves, check));
  expect(encodeBundle(['a', 'đ'])).toEqual(new Uint8Array([0, 1, 0x61, 0, 2, 0xc4, 0x91]));
  for (const bad of [[0], [0, 2, 1], [0, 0, 5]]) expect(decodeBundle(Uint8Array.from(bad))).toBeUndefined();
  expect(encodeBundle(['x'.repeat(65_535)]).length).toBe(65_537);
  expect(() => encodeBundle(['x'.repeat(65_536)])).toThrow(RangeError);
});
