import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadPlaces } from '#modules/places/index.server.ts';
import { publishDocument } from '#platform/search/store.server.ts';
import { testDatabase, type TestDatabase } from '#platform/testing/database.ts';
import golden from '#platform/testing/golden.json' with { type: 'json' };
import { readSearchPage } from '../input/search.ts';
import { searchHref } from '../rules/search.ts';
import { readSearch } from './search.server.ts';

const NOW = new Date('2026-11-23T03:00:00Z');
let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await loadPlaces(database.db);
  const texts = [
    ['vi', 'Đèn đường ở Đồng Xoài', 'Theo Kế hoạch 780-QĐ/TU, lắp đèn.'],
    ['en', 'A clinic for Loc Ninh', 'Open on Sundays.'],
    ['km', 'ផ្លូវទៅសាលារៀន', 'ផ្លូវទៅសាលារៀនងងឹតនៅពេលយប់។'],
  ] as const;
  for (const [language, title, body] of texts) {
    await publishDocument(database.db, {
      type: 'idea', id: language, language, audience: 'public', places: [], title, body, updatedAt: NOW,
    });
  }
  await publishDocument(database.db, {
    type: 'idea', id: 'desk', language: 'vi', audience: 'body:1', places: [], title: 'Đèn đường kín', body: 'x', updatedAt: NOW,
  });
});
afterAll(() => database.drop());

const find = (q: string, more = '') => readSearch(database.db, readSearchPage(new URLSearchParams(`q=${encodeURIComponent(q)}${more}`)), NOW);
const ids = async (q: string) => (await find(q)).hits.map((hit) => hit.id);

describe('the public search', () => {
  it('finds with and without diacritics, in each language, by document symbol, and nothing that is not public', async () => {
    expect(await ids('den duong')).toEqual(['vi']);
    expect(await ids('ĐÈN ĐƯỜNG')).toEqual(['vi']);
    expect(await ids('clinic')).toEqual(['en']);
    expect(await ids('សាលារៀន')).toEqual(['km']);
    for (const symbol of golden.documentSymbols.flatMap((one) => ('same' in one ? one.same : []) ?? [])) expect(await ids(symbol)).toEqual(['vi']);
    expect((await find('den duong')).hits[0]?.href).toBe('/ideas/vi');
  });

  it('marks what it found, never as markup', async () => {
    const [hit] = (await find('den duong')).hits;
    expect(hit?.titleParts.filter((part) => part.hit).map((part) => part.text)).toEqual(['Đèn đường']);
  });

  it('shows places that the query names, old or new, and none for a word that is in many names', async () => {
    const names = async (q: string) => (await find(q)).places.map((place) => place.short);
    expect(await names('Thanh Lương')).toContain('xã Thanh Lương (nay thuộc phường An Lộc)');
    expect(await names('thanh luong')).toContain('xã Thanh Lương (nay thuộc phường An Lộc)');
    expect((await names('phường đồng xoài'))[0]).toBe('phường Đồng Xoài');
    expect(await names('duong')).toEqual([]);
    expect((await find('thanh luong', '&page=2')).places).toEqual([]);
  });

  it('takes anything for an address', async () => {
    for (const address of ['', 'q=', 'q=%00&page=x&type=../', `q=${'a'.repeat(5_000)}`, 'q=%F0%9F%98%80', 'type=people&q=den']) {
      const query = readSearchPage(new URLSearchParams(address));
      expect((await readSearch(database.db, query, NOW)).total).toBe(0);
      expect(readSearchPage(new URL(searchHref(query, {}), 'http://own.test').searchParams)).toEqual(query.page > 1 ? query : { ...query, page: 1 });
    }
  });
});
