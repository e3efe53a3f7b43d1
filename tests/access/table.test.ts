import { expect, test } from 'vitest';
import { ways } from './routes.ts';
import { differences, table } from './table.ts';

test('a way that nobody has thought about is named, and a line that is left over', () => {
  const known = Object.keys(table);
  expect(differences(known)).toEqual({ missing: [], stale: [] });
  expect(differences([...known, 'GET /desk/new', 'POST /desk/new?/save']).missing).toEqual(['GET /desk/new', 'POST /desk/new?/save']);
  expect(differences(known.slice(1)).stale).toEqual(known.slice(0, 1));
});

test('pages, actions by name, endpoints and those in front of the router are all found', async () => {
  const keys = (await ways()).map(({ key }) => key);
  expect(keys).toEqual(expect.arrayContaining([
    'GET /ideas', 'POST /desk/ideas/[id=number]?/quarantine', 'POST /ideas/new', 'GET /desk/members/bodies', 'POST /api/v1/ideas',
    'POST /hien-ke/nhan-tin/huy',
  ]));
  expect(new Set(keys).size).toBe(keys.length);
});
