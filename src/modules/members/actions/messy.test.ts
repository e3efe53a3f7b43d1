import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bodyCode, isWrong, joinedOn, memberCode, nameOf, writeWorkbook } from '../../../../bench/import/workbook.ts';
import { findBodyBySymbol } from '#modules/organisation/index.server.ts';
import { registerCatalogue } from '#platform/words/translate.ts';
import { catalogue } from '#src/words.generated.ts';
import { manifest } from '../index.server.ts';
import { beginApplying } from './import.server.ts';
import { memberCount } from './counts.server.ts';
import { markedCopyOf } from './import-pages.server.ts';
import { checked, execute, findImport, keeper, membersRuntime, must, type Members, work } from './testing.ts';
import type { Officer } from './import.server.ts';

/** The bench imports ten times as many; every row is compared here. */
const MEMBERS = 4_000;
const BODIES = 300;
/** Thành ủy Đồng Nai. */
const TOP = 100;
const AS_OF = '2026-11-23';

let runtime: Members;
let folder: string;
let officer: Officer;
let file: Uint8Array;
beforeAll(async () => {
  registerCatalogue(catalogue);
  runtime = await membersRuntime(manifest);
  officer = await keeper(runtime, TOP, 'administrator');
  folder = await mkdtemp(join(tmpdir(), 'caunoi-messy-'));
  await writeWorkbook(join(folder, 'list.xlsx'), { members: MEMBERS, bodies: BODIES });
  file = new Uint8Array(await readFile(join(folder, 'list.xlsx')));
}, 120_000);
afterAll(async () => {
  await runtime.drop();
  await rm(folder, { recursive: true, force: true });
});

const apply = async (id: number) => {
  must(await beginApplying(runtime, id, officer));
  await work(runtime);
  return (await findImport(runtime.db, id))!;
};

it('bodies of a messy list stand where the list says', { timeout: 120_000 }, async () => {
  const id = await checked(runtime, file, { kind: 'bodies', officer, body: TOP, asOf: '2026-01-01' });
  expect(await findImport(runtime.db, id)).toMatchObject({ state: 'checked', counts: { new: BODIES + 3 } });
  expect(await apply(id)).toMatchObject({ state: 'done', counts: { applied: BODIES + 3, refused: 0 } });
  for (const [child, parent] of [[bodyCode(0), 'ĐB-001'], [bodyCode(299), 'ĐB-003']] as const) {
    const [id, above] = await Promise.all([child, parent].map((symbol) => findBodyBySymbol(runtime.db, symbol, AS_OF)));
    const { rows } = await execute(runtime.db, sql<{ parent: number }>`select parent_id as parent from organisation.body_version where body_id = ${id!}`);
    expect(rows).toEqual([{ parent: above }]);
  }
});

it('members of a messy list are right to the last row, and nobody is lost for the slip of another', { timeout: 120_000 }, async () => {
  const id = await checked(runtime, file, { officer, body: TOP });
  const wrong = Array.from({ length: MEMBERS }, (_, at) => at).filter(isWrong);
  const tried = (await findImport(runtime.db, id))!;
  expect(tried.counts).toMatchObject({ rows: MEMBERS + 1, new: MEMBERS - wrong.length, problem: wrong.length, ignored: 1, partly: 0, hidden: 5 });
  expect(tried.counts.converted).toBeGreaterThan(MEMBERS / 30);
  expect(must(await markedCopyOf(runtime, id, officer)).length).toBeGreaterThan(10_000);
  expect(await apply(id)).toMatchObject({ state: 'done', counts: { applied: MEMBERS - wrong.length, refused: 0, joined: MEMBERS - wrong.length } });

  const { rows } = await execute(runtime.db, sql<{ code: string; name: string; phone: string; symbol: string; since: string }>`
    select m.code, m.full_name as name, m.phone, v.symbol, lower(s.valid)::text as since
    from members.member m join members.membership s on s.member_id = m.id
    join organisation.body_version v on v.body_id = s.body_id order by m.code`);
  const expected = Array.from({ length: MEMBERS }, (_, at) => at)
    .filter((at) => !isWrong(at))
    .map((at) => ({
      code: memberCode(at),
      name: nameOf(at).join(' '),
      phone: `0${900_000_000 + at}`,
      symbol: bodyCode(at % BODIES),
      since: joinedOn(at),
    }));
  expect(rows.sort((a, b) => (a.code < b.code ? -1 : 1))).toEqual(expected);
  expect(await memberCount(runtime.db, TOP, AS_OF)).toEqual({ members: expected.length, exempt: 0 });
  expect((await memberCount(runtime.db, TOP, '2026-05-01')).members).toBe(expected.filter(({ since }) => since <= '2026-05-01').length);
});

it('the same list again changes nothing', { timeout: 120_000 }, async () => {
  const id = await checked(runtime, file, { officer, body: TOP });
  expect((await findImport(runtime.db, id))!.counts).toMatchObject({ unchanged: MEMBERS - MEMBERS / 100 });
  expect((await findImport(runtime.db, id))!.counts.new ?? 0).toBe(0);
  expect((await findImport(runtime.db, id))!.counts.changed ?? 0).toBe(0);
});

it('nothing of what nobody may keep is anywhere in the database', async () => {
  const { rows: tables } = await execute(runtime.db, sql<{ name: string }>`select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname in ('members', 'platform', 'search', 'jobs')`);
  for (const { name } of tables) {
    const found = await execute(runtime.db, sql<{ count: number }>`select count(*)::int as count from ${sql.raw(name)} t
      where to_jsonb(t)::text ~ '0750000000[0-9]{2}|Kinh'`);
    expect([name, found.rows[0]?.count]).toEqual([name, 0]);
  }
});
