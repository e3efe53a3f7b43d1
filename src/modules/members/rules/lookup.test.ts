import { expect, it } from 'vitest';
import { bodyFinder, bodyKey, type KnownBody } from './lookup.ts';

const body = (id: number, symbol: string, name: string, parent: number | null): KnownBody => ({ id, symbol, name, fullName: name, parent });
const bodies = [
  body(1, 'DU-A', 'Đảng ủy phường A', null),
  body(2, 'DB-1', 'Đảng bộ bộ phận 1', 1),
  body(3, 'DB-2', 'Đảng bộ bộ phận 2', 1),
  body(4, '75.001', 'Chi bộ khu phố 1', 2),
  body(5, '75.002', 'Chi bộ khu phố 1', 3),
  body(6, '75.003', 'Chi bộ khu phố 2', 2),
  body(7, '76.001', 'Chi bộ thôn Hạ', 9),
];
const { find } = bodyFinder(bodies, new Set([1, 2, 3, 4, 5, 6]));

it('finds by code, however it is typed', () => {
  expect(find('75.003')).toEqual({ body: 6 });
  expect(find(' db – 1 ')).toEqual({ body: 2 });
});

it('finds by name, with and without diacritics and abbreviations', () => {
  for (const name of ['Chi bộ khu phố 2', 'CHI BO KHU PHO 2', 'CB khu phố 2', 'Chi bộ  Khu phố 2'.normalize('NFD')]) {
    expect(find(name)).toEqual({ body: 6 });
  }
});

it('asks for more when one name is of several, and takes what is above as the answer', () => {
  expect(find('Chi bộ khu phố 1')).toEqual({ problem: 'ambiguous' });
  expect(find('Chi bộ khu phố 1', 'Đảng bộ bộ phận 2')).toEqual({ body: 5 });
  expect(find('Chi bộ khu phố 1', 'DB-1')).toEqual({ body: 4 });
  expect(find('Chi bộ khu phố 1', 'Đảng ủy phường A')).toEqual({ problem: 'ambiguous' });
});

it('tells unknown bodies from those outside', () => {
  expect(find('Chi bộ thôn Hạ')).toEqual({ problem: 'outside' });
  expect(find('Chi bộ thôn Thượng')).toEqual({ problem: 'unknown' });
});

it('folds dashes, blanks around signs and case', () => {
  expect(bodyKey('75 – 001 / A')).toBe('75-001/a');
});
