import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { differences } from '../../../../bench/import/truth.ts';
import { bodyCode, writeWorkbook, type Truths } from '../../../../bench/import/workbook.ts';
import { findBodyBySymbol } from '#modules/organisation/index.server.ts';
import { registerCatalogue } from '#platform/words/translate.ts';
import { catalogue } from '#src/words.generated.ts';
import { manifest } from '../index.server.ts';
import { memberCount } from './counts.server.ts';
import type { Officer } from './import.server.ts';
import { markedCopyOf } from './import-pages.server.ts';
import { beginApplying } from './import.server.ts';
import { checked, execute, findImport, keeper, membersRuntime, must, work, type Members } from './testing.ts';

/** The bench (`npm run bench -- import`) brings 40,000 and 3,000 before the same judge. */
const MEMBERS = 2_400;
const BODIES = 300;
/** Thành ủy Đồng Nai. */
const TOP = 100;
const AS_OF = '2026-11-23';

let runtime: Members;
let folder: string;
let officer: Officer;
let file: Uint8Array;
let truths: Truths;
let moves: number;
let rows: number;
beforeAll(async () => {
  registerCatalogue(catalogue);
  runtime = await membersRuntime(manifest);
  officer = await keeper(runtime, TOP, 'administrator');
  folder = await mkdtemp(join(tmpdir(), 'caunoi-messy-'));
  truths = await writeWorkbook(join(folder, 'list.xlsx'), { members: MEMBERS, bodies: BODIES });
  file = new Uint8Array(await readFile(join(folder, 'list.xlsx')));
  // Those that are told in one row, moves in two, and the sum below.
  moves = [...truths.members.values()].filter(({ stays }) => stays.length > 1).length;
  rows = truths.members.size + moves + truths.repeated.size + truths.problems.size + 1;
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
  expect(await findImport(runtime.db, id)).toMatchObject({ state: 'checked', counts: { new: truths.bodies } });
  expect(await apply(id)).toMatchObject({ state: 'done', counts: { applied: truths.bodies, refused: 0 } });
  for (const [child, parent] of [[bodyCode(0), 'ĐB-001'], [bodyCode(299), 'ĐB-003']] as const) {
    const [id, above] = await Promise.all([child, parent].map((symbol) => findBodyBySymbol(runtime.db, symbol, AS_OF)));
    const { rows: found } = await execute(runtime.db, sql<{ parent: number }>`select parent_id as parent from organisation.body_version where body_id = ${id!}`);
    expect(found).toEqual([{ parent: above }]);
  }
});

it('members of a messy list are right to the last row, and nobody is lost for the slip of another', { timeout: 120_000 }, async () => {
  const id = await checked(runtime, file, { officer, body: TOP });
  const { counts } = (await findImport(runtime.db, id))!;
  const { problems, repeated, hidden, members } = truths;
  expect(counts).toMatchObject({ rows, new: members.size, changed: moves, problem: problems.size, ignored: repeated.size + 1, hidden });
  expect(counts.converted).toBeGreaterThan(MEMBERS / 30);
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(must(await markedCopyOf(runtime, id, officer)).buffer as ArrayBuffer);
  const coloured = new Set<number>();
  book.worksheets[0]!.eachRow((row, number) => row.eachCell({ includeEmpty: true }, (cell) => {
    if ((cell.fill as ExcelJS.FillPattern | undefined)?.fgColor?.argb === 'FFF8CBCB') coloured.add(number);
  }));
  expect([...coloured]).toEqual([...problems.keys()]);

  expect(await apply(id)).toMatchObject({ state: 'done', counts: { refused: 0, joined: members.size, moved: moves } });
  expect(await differences(runtime.db, id, truths)).toEqual([]);
  for (const day of ['2026-05-01', '2026-09-15', AS_OF]) {
    const there = [...members.values()].filter(({ stays }) => stays.some(({ from, until }) => from <= day && (until === null || day < until)));
    const exempt = there.filter((each) => each.exempt && each.exempt.from <= day && day < each.exempt.until).length;
    expect([day, await memberCount(runtime.db, TOP, day)]).toEqual([day, { members: there.length, exempt }]);
  }
});

it('the same list again changes nothing', { timeout: 120_000 }, async () => {
  const id = await checked(runtime, file, { officer, body: TOP });
  const { counts } = (await findImport(runtime.db, id))!;
  expect([counts.new ?? 0, counts.changed ?? 0]).toEqual([0, 0]);
  expect(await differences(runtime.db, id, truths)).toEqual([]);
});

it('nothing of what nobody may keep is anywhere in the database', async () => {
  const { rows: tables } = await execute(runtime.db, sql<{ name: string }>`select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname in ('members', 'platform', 'search', 'jobs', 'audit')`);
  for (const { name } of tables) {
    const found = await execute(runtime.db, sql<{ count: number }>`select count(*)::int as count from ${sql.raw(name)} t
      where to_jsonb(t)::text ~ '0750000000[0-9]{2}|Kinh'`);
    expect([name, found.rows[0]?.count]).toEqual([name, 0]);
  }
});
