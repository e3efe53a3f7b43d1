import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import golden from '#platform/testing/golden.json' with { type: 'json' };
import { testDatabase, type TestDatabase } from '#platform/testing/database.ts';
import { compareVi } from './collation.ts';
import { fold, toneKey } from './fold.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const vietnamese = [...'aăâeêioôơuưyAĂÂEÊIOÔƠUƯYđĐÐðbcdghklmnpqrstvxBCDGHKLMNPQRSTVX'];
const tones = ['', '\u0300', '\u0301', '\u0303', '\u0309', '\u0323'];
const letter = fc
  .tuple(fc.constantFrom(...vietnamese), fc.constantFrom(...tones))
  .map(([base, tone]) => base + tone);
const syllable = fc.oneof(
  fc.array(letter, { minLength: 1, maxLength: 6 }).map((letters) => letters.join('')),
  fc.constantFrom('hoà', 'HÒA', 'thuỷ', 'Uỷ', 'nghĩa', 'ƀă', 'K’Rứ'),
  fc.constantFrom('Xtiêng', 'S’tiêng', 'sê-tiêng', 'SÊTIÊNG'),
);
const khmer = fc.array(fc.integer({ min: 0x1780, max: 0x17ff }).map((code) => String.fromCodePoint(code)));
const signs = fc.constantFrom(
  ...[' ', '  ', '\n', '\u00a0', '\u200b', '\u00ad', '-', '/', '’', "'", '`', '.', '👩‍🌾', '🇻🇳', '½', '１'],
);
const piece = fc.oneof(
  { weight: 5, arbitrary: syllable },
  { weight: 2, arbitrary: signs },
  { weight: 1, arbitrary: khmer.map((letters) => letters.join('')) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme' }) },
);
const text = fc
  .tuple(fc.array(piece, { maxLength: 10 }), fc.constantFrom('NFC', 'NFD', undefined))
  .map(([pieces, form]) => (form ? pieces.join('').normalize(form) : pieces.join('')).replaceAll('\0', ''));

/** Letters that the database's Unicode tables do not know yet may decompose differently there. */
async function inSql(given: string[]): Promise<{ given: string; folded: string; tone: string }[]> {
  const { rows } = await sql<{ given: string; folded: string; tone: string }>`
    select given, platform.fold(given) as folded, platform.tone_key(given) as tone
    from unnest(${given}::text[]) as given
    where unicode_assigned(given)`.execute(database.db);
  return rows;
}

it('folds the same in SQL, whatever the text', async () => {
  const batch = fc.array(text, { minLength: 200, maxLength: 200 });
  await fc.assert(
    fc.asyncProperty(batch, async (given) => {
      const rows = await inSql(given);
      expect(rows.length).toBeGreaterThan(50);
      expect(rows.map((row) => row.folded)).toEqual(rows.map((row) => fold(row.given)));
      expect(rows.map((row) => row.tone)).toEqual(rows.map((row) => toneKey(row.given)));
    }),
    { numRuns: 30 },
  );
});

it('folds every single letter of the basic plane the same', async () => {
  const letters = Array.from({ length: 0xd7ff }, (_, at) => String.fromCharCode(at + 1));
  const rows = await inSql(letters);
  expect(rows.filter((row) => row.folded !== fold(row.given)).map((row) => row.given)).toEqual([]);
  expect(rows.filter((row) => row.tone !== toneKey(row.given)).map((row) => row.given)).toEqual([]);
});

it('is stable: folding twice, or after the tone key, changes nothing', () => {
  fc.assert(
    fc.property(text, (given) => {
      expect(fold(fold(given))).toBe(fold(given));
      expect(fold(toneKey(given))).toBe(fold(given));
    }),
    { numRuns: 3_000 },
  );
});

it('orders words in SQL as in the program', async () => {
  const { rows } = await sql<{ word: string }>`
    select word from unnest(${golden.collationVi}::text[]) as word
    order by word collate "vi-x-icu" desc`.execute(database.db);
  expect(rows.map((row) => row.word).reverse()).toEqual([...golden.collationVi].sort(compareVi));
});
