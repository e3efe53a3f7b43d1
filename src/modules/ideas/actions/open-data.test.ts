import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from 'kysely';
import { registerCatalogue, translator } from '#platform/words/translate.ts';
import { catalogue } from '#src/words.generated.ts';
import type { StatisticsAnswer } from '../input/statistics.ts';
import { isRefusalReason } from '../rules/states.ts';
import { agencyRuntime, NOW, on, receivedIdea, route, type Agency } from './agency-testing.ts';
import { answerStatistics } from './api.server.ts';
import { refuseIdea } from './moderate.server.ts';
import { exportStatistics } from './open-data.server.ts';

let agency: Agency;
beforeAll(async () => {
  registerCatalogue(catalogue);
  agency = await agencyRuntime();
  const may = on('2026-05-12');
  await route(agency, await receivedIdea(agency, may), may);
  await route(agency, await receivedIdea(agency, NOW), NOW);
  const refused = await receivedIdea(agency, NOW);
  const officer = { actor: agency.people.officer, now: NOW };
  await refuseIdea(agency.runtime, refused, { reason: 'advertising', text: 'Quảng cáo.' }, officer);
});
afterAll(() => agency.runtime.drop());

/** Another reader than our writer: RFC 4180, and apostrophes of neutralised cells taken off. */
function readBack(text: string): Record<string, string>[] {
  const rows: string[][] = [];
  for (const line of text.trimEnd().split('\r\n')) {
    const cells = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)];
    rows.push(cells.map(([, quoted, plain]) => (quoted?.replaceAll('""', '"') ?? plain ?? '').replace(/^'/, '')));
  }
  const [header = [], ...rest] = rows;
  return rest.map((row) => Object.fromEntries(header.map((name, at) => [name, row[at] ?? ''])));
}

const t = translator('vi');
const fig = (key: string) => t.dynamic(`ideas.transparency.fig.${key}`);
const asked = (table: string, quarter: string | null = null) =>
  exportStatistics(agency.runtime.db, { table, quarter, t, now: NOW });
async function json(quarter: string | null = null): Promise<StatisticsAnswer> {
  const answer = await answerStatistics(agency.runtime.db, quarter, NOW);
  return ('body' in answer ? answer.body : undefined) as StatisticsAnswer;
}

describe('downloads', () => {
  it('have the same numbers as the JSON, quarter by quarter, each row with its time', async () => {
    const { quarters } = await json();
    const rows = readBack((await asked('quarters')) ?? '');
    expect(rows.map((row) => row[fig('quarter')])).toEqual(['2026-Q2', '2026-Q3', '2026-Q4']);
    for (const [at, figures] of quarters.entries()) {
      for (const [key, value] of Object.entries(figures)) {
        if (key !== 'quarter') expect([key, rows[at]?.[fig(key)]]).toEqual([key, value === null ? '' : String(value)]);
      }
      expect(rows[at]?.[fig('asOf')]).toBe(NOW.toISOString());
    }
    const [one, ...more] = readBack((await asked('quarters', '2026-Q4')) ?? '');
    expect([one?.[fig('quarter')], one?.[fig('received')], more]).toEqual(['2026-Q4', '2', []]);
  });

  it('name reasons and bodies in words and by code', async () => {
    const { reasons, bodies } = await json();
    const told = readBack((await asked('reasons')) ?? '');
    expect(told.map((row) => [row[fig('code')], Number(row[fig('count')])])).toEqual(reasons.map((one) => [one.reason, one.count]));
    expect(told.every((row) => isRefusalReason(row[fig('code')]))).toBe(true);
    const agencies = readBack((await asked('bodies')) ?? '');
    expect(agencies).toHaveLength(bodies.length);
    expect(agencies[0]).toMatchObject({ [fig('body')]: bodies[0]?.body, [fig('passed')]: '2', [fig('held')]: '2' });
  });

  it('neutralise a name that a spreadsheet would run, and know no other table', async () => {
    const { db } = agency.runtime;
    await sql`update organisation.body_version set name = '=cmd()' || name where body_id = ${agency.lead}`.execute(db);
    expect(await asked('bodies')).not.toMatch(/(?:^|[,\n])"?=/);
    expect(await asked('toString')).toBeUndefined();
    expect(await asked('people')).toBeUndefined();
  });
});
