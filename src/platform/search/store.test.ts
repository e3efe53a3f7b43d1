import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '#platform/testing/database.ts';
import golden from '#platform/testing/golden.json' with { type: 'json' };
import {
  publishDocument, search, similarTitles, withdrawDocument, type SearchDocument, type SearchRequest,
} from './store.server.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await sql`delete from search.document`.execute(database.db);
  await sql`delete from search.word`.execute(database.db);
});

let hour = 0;
/** Each one newer than the one before. */
async function publish(id: string, title: string, body = '', more: Partial<SearchDocument> = {}) {
  hour += 1;
  const updatedAt = new Date(Date.UTC(2026, 0, 1, hour));
  const usual = { type: 'idea', language: 'vi', audience: 'public', places: [] as string[] } as const;
  await publishDocument(database.db, { ...usual, id, title, body, updatedAt, ...more });
}
const find = (q: string, more: Partial<SearchRequest> = {}) =>
  search(database.db, { q, audience: ['public'], limit: 20, ...more });
const ids = async (q: string, more: Partial<SearchRequest> = {}) =>
  (await find(q, more)).rows.map((row) => row.id);

describe('what is found', () => {
  it.each(golden.nfc)('$nfc, however it is typed', async ({ nfd, nfc, foundBy }) => {
    await publish('1', `Chợ ${nfd}`);
    for (const q of [nfd, nfc, ...foundBy]) expect(await ids(q), q).toEqual(['1']);
  });

  it.each(golden.tonePlacementSameWord)('%s by %s, and the other way round', async (a, b) => {
    await publish('a', `Về ${a}`);
    await publish('b', `Về ${b}`);
    for (const q of [a, b]) expect((await ids(q)).sort(), q).toEqual(['a', 'b']);
  });

  it("S'tiêng in each of its spellings", async () => {
    await publish('1', 'Lớp dạy tiếng S’tiêng');
    for (const q of golden.stiengSpellings) expect(await ids(q), q).toEqual(['1']);
  });

  it('documents by their symbol, and no other symbol', async () => {
    await publish('a', 'Quyết định 780-QĐ/TU', 'về công tác cán bộ');
    await publish('b', 'Công văn', 'Thực hiện quyết định 780-\nQĐ/TU ngày 01/3/2026');
    await publish('c', 'Quyết định 780/QĐ-TU');
    await publish('d', 'Quy định 11-QĐ/TW');
    await publish('e', 'Quy định 11-QĐi/TW');
    for (const q of golden.documentSymbols[0]?.same ?? []) expect(await ids(q), q).toEqual(['a', 'b']);
    expect(await ids('780/QĐ-TU')).toEqual(['c']);
    expect(await ids('11-QĐ/TW')).toEqual(['d']);
    expect(await ids('11-qđi/tw')).toEqual(['e']);
    expect((await ids('quyết định 780-QĐ/TU')).slice(0, 2).sort()).toEqual(['a', 'b']);
  });

  it('Khmer, by words and by parts of words', async () => {
    const more = { language: 'km' } as const;
    await publish('1', 'ផ្លូវ\u200bទៅ\u200bភូមិ\u200bថ្មី', 'ប្រជាជន​ស្នើ​ឱ្យ​ជួសជុល​ផ្លូវ', more);
    await publish('2', 'សាលារៀន', '', more);
    for (const q of ['ភូមិ', 'ភូមិថ្មី', 'ជួសជុលផ្លូវ', 'ផ្លូវទៅភូមិ', 'ជាជន']) {
      expect(await ids(q), q).toEqual(['1']);
    }
  });

  it('words with a slip, when nothing has them as typed', async () => {
    await publish('1', 'Sửa đường giao thông nông thôn');
    await publish('2', 'Xây nhà văn hóa ấp 3');
    await publish('3', 'Báo hỏng đèn', 'có hao hụt');
    expect(await find('duong giao thogn')).toMatchObject({ similar: true, total: 1, rows: [{ id: '1' }] });
    expect((await find('nhà văn hao')).rows.map((row) => row.id)).toEqual(['2']);
    expect(await find('giao thông')).toMatchObject({ similar: false });
  });

  it('titles that are alike, when not all words are there', async () => {
    await publish('1', 'Sửa đường giao thông nông thôn xã Đồng Tâm');
    await publish('2', 'Trồng cây xanh');
    const found = await find('sửa đường giao thông nông thôn xã Zzzzz');
    expect(found).toMatchObject({ similar: true, total: 1, rows: [{ id: '1' }] });
  });
});

describe('order', () => {
  it('exact diacritics, then title, phrase, all words', async () => {
    await publish('words', 'Khác', 'thông suốt, giao hàng, đường xa');
    await publish('phrase', 'Khác', 'cần sửa đường giao thông ngay');
    await publish('title words', 'Giao đường thông');
    await publish('title', 'Sửa đường giao thông');
    await publish('other tones', 'Đuông giào thong');
    const order = ['title', 'title words', 'phrase', 'words', 'other tones'];
    expect(await ids('đường giao thông')).toEqual(order);
    const plain = await ids('duong giao thong');
    expect(plain.slice(0, 2).sort()).toEqual(['other tones', 'title']);
    expect(plain.slice(2)).toEqual(['title words', 'phrase', 'words']);
  });
  it('prefers the tone that was typed', async () => {
    await publish('hoa', 'Trồng hoa');
    await publish('hòa', 'Ở Biên Hoà');
    await publish('hóa', 'Nhà văn hóa');
    expect((await ids('hòa'))[0]).toBe('hòa');
    expect((await ids('hóa'))[0]).toBe('hóa');
    expect((await ids('hoa')).sort()).toEqual(['hoa', 'hòa', 'hóa'].sort());
  });
  it('newest first among equals, and pages without gaps or doubles', async () => {
    for (let at = 0; at < 45; at += 1) {
      await publish(`${at}`, at % 3 ? 'Cầu tạm' : 'Khác', 'xây cầu tạm qua suối');
    }
    const all = await ids('cầu tạm', { limit: 100 });
    expect(all.length).toBe(45);
    expect(all[0]).toBe('44');
    const pages = [0, 20, 40].map((offset) => ids('cầu tạm', { offset }));
    expect((await Promise.all(pages)).flat()).toEqual(all);
    expect(await ids('cầu tạm', { offset: 60 })).toEqual([]);
  });
});

describe('who finds what', () => {
  it('only the audiences, types, languages and places asked for', async () => {
    await publish('1', 'Cầu tạm', '', { places: ['xã A', 'tỉnh'] });
    await publish('2', 'Cầu tạm', '', { places: ['xã B', 'tỉnh'], type: 'news' });
    await publish('3', 'Cầu tạm', '', { audience: 'body:1' });
    await publish('4', 'Bridge: cầu tạm', '', { language: 'en' });
    expect(await ids('cầu tạm', { language: 'vi' })).toEqual(['2', '1']);
    expect(await ids('cầu tạm', { language: 'vi', audience: ['body:1'] })).toEqual(['3']);
    expect(await ids('cầu tạm', { audience: [] })).toEqual([]);
    expect(await ids('cầu tạm', { types: ['news'] })).toEqual(['2']);
    expect(await ids('cầu tạm', { place: 'xã A' })).toEqual(['1']);
    expect((await find('cầu tạm', { place: 'tỉnh' })).total).toBe(2);
    const request = { type: 'idea', title: 'cầu tạm', limit: 5, language: 'vi' } as const;
    expect(await similarTitles(database.db, request)).toHaveLength(1);
  });
  it('replaces what is published again, and forgets what is withdrawn', async () => {
    await publish('1', 'Cầu tạm');
    await publish('1', 'Trạm y tế');
    expect(await ids('cầu tạm')).toEqual([]);
    expect(await ids('trạm y tế')).toEqual(['1']);
    await withdrawDocument(database.db, 'idea', '1');
    expect(await ids('trạm y tế')).toEqual([]);
  });
});

it('marks hits in title and text as segments, never as HTML', async () => {
  await publish('1', '<b>Đường</b> xã', 'Cần sửa đường <script>alert(1)</script> xã');
  const [row] = (await find('duong')).rows;
  expect(row?.titleParts).toEqual([
    { text: '<b>', hit: false }, { text: 'Đường', hit: true }, { text: '</b> xã', hit: false },
  ]);
  expect(row?.snippet.filter((segment) => segment.hit)).toEqual([{ text: 'đường', hit: true }]);
});

it('offers similar titles while one is being typed', async () => {
  await publish('1', 'Sửa chữa đường giao thông xã Lộc Ninh');
  await publish('2', 'Sửa chữa trường học xã Tân Phú');
  await publish('3', 'Trồng cây xanh');
  const similar = async (title: string) =>
    (await similarTitles(database.db, { type: 'idea', title, limit: 5 })).map((row) => row.id);
  expect(await similar('sua chua duong giao')).toEqual(['1']);
  expect((await similar('Đường giao thông xã Lộc Ni'))[0]).toBe('1');
  expect(await similar('sửa')).toEqual([]);
  expect(await similar("'; drop")).toEqual([]);
});

it('takes any text for a query', async () => {
  await publish('1', "It's a test \\ of 'quotes' & | ! : * ( )");
  const long = ['x'.repeat(1_000_000), 'à '.repeat(5_000)];
  const odd = ["'", '\\', "''\\'", '&|!()<->:*', '%_', '\0', '\ud800', '១២៣', ...long];
  for (const q of odd) expect((await find(q)).rows.length).toBeLessThanOrEqual(1);
  expect(await ids("it's")).toEqual(['1']);
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 40 }), async (q) => {
      await publish('2', q, q);
      expect((await find(q)).total).toBeLessThanOrEqual(2);
      await similarTitles(database.db, { type: 'idea', title: q, limit: 3 });
    }),
    { numRuns: 40 },
  );
});

it('finds what it published, whatever that was', async () => {
  const words = fc.array(fc.stringMatching(/^[a-zđàạảãáơưêôâ]{1,7}$/), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(words, async (title) => {
      await publish('1', title.join(' '));
      expect(await ids(title.join(' '))).toEqual(['1']);
      expect(await ids(title.slice(0, 2).reverse().join(' ').toUpperCase())).toEqual(['1']);
    }),
    { numRuns: 60 },
  );
});
