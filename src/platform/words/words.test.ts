import fc from 'fast-check';
import { expect, test } from 'vitest';
import '#src/paths.ts';
import { paths } from '#src/paths.ts';
import { localPath, parsePath } from './paths.ts';
import { languages, registerCatalogue, translator } from './translate.ts';

test('addresses in three languages', () => {
  expect(localPath('vi', '/ideas/12?x=1')).toBe('/hien-ke/12?x=1');
  expect(localPath('en', '/ideas/12')).toBe('/en/ideas/12');
  expect(localPath('km', '/')).toBe('/km');
  expect(parsePath('/hien-ke/gui')).toEqual({ language: 'vi', canonical: '/ideas/new' });
  expect(parsePath('/km/ideas')).toEqual({ language: 'km', canonical: '/ideas' });
  // What names one of many stands in the middle.
  expect(localPath('vi', '/desk/organisation/210/roles/7?done=end')).toBe('/quan-tri/to-chuc/210/vai-tro/7?done=end');
  expect(parsePath('/quan-tri/to-chuc/210/vai-tro/7')).toEqual({ language: 'vi', canonical: '/desk/organisation/210/roles/7' });
  // A word that only begins like a known one is another page.
  expect(parsePath('/hien-ke-khac')).toEqual({ language: 'vi', canonical: '/hien-ke-khac' });
});

test('every known address leads there and back in every language', () => {
  const known = fc.constantFrom(...Object.keys(paths));
  const rest = fc.constantFrom('', '/12', '/12/files/a');
  fc.assert(
    fc.property(known, rest, fc.constantFrom(...languages), (path, tail, language) => {
      const address = localPath(language, path + tail);
      expect(parsePath(address)).toEqual({ language, canonical: path + tail });
    }),
  );
});

test('no two pages share an address', () => {
  expect(new Set(Object.values(paths)).size).toBe(Object.keys(paths).length);
});

test('a message falls back to Vietnamese, then to its key; numbers are the language’s', () => {
  registerCatalogue({ vi: { 'x.n': '{n, number}', 'x.only': 'chỉ có' }, en: { 'x.n': '{n, number}' }, km: {} });
  expect(translator('vi').dynamic('x.n', { n: 24853.5 })).toBe('24.853,5');
  expect(translator('en').dynamic('x.n', { n: 24853.5 })).toBe('24,853.5');
  expect(translator('km').dynamic('x.only')).toBe('chỉ có');
  expect(translator('en').dynamic('x.missing')).toBe('x.missing');
});

test('markup in a message or a value stays text', () => {
  registerCatalogue({ vi: { 'x.t': '<b>{name}</b>' }, en: {}, km: {} });
  expect(translator('vi').dynamic('x.t', { name: '<i>' })).toBe('<b><i></b>');
});
