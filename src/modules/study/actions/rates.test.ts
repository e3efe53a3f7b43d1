import { randomUUID } from 'node:crypto';
import ExcelJS from 'exceljs';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyTree, findBodyBySymbol, loadBodies } from '#modules/organisation/index.server.ts';
import { loadPlaces } from '#modules/places/index.server.ts';
import type { Person, Role } from '#modules/people/index.server.ts';
import { findActs } from '#platform/audit/store.server.ts';
import { activeAt, childrenAt } from '#platform/dated/tree.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import { testRuntime, type TestRuntime } from '#platform/testing/runtime.ts';
import { rolledUp } from '../store/rates.server.ts';
import { readRates, rollOf } from './rates.server.ts';
import { ratesFile } from './rates-file.server.ts';
import { reopen, signOff } from './sign-off.server.ts';

const now = new Date('2026-11-23T03:00:00Z');
let runtime: TestRuntime;
let top: number;
let branches: number[];
let campaign: number;
const rows = async <T>(statement: ReturnType<typeof sql<T>>) => (await asSystem(runtime.db, 'test', (tx) => statement.execute(tx))).rows;
const one = async (statement: ReturnType<typeof sql<{ id: number }>>): Promise<number> => (await rows(statement))[0]!.id;

type Outcome = 'attended' | 'excused' | 'unexcused' | null;
async function enrol(branch: number, list: readonly Outcome[], exempt = 0): Promise<void> {
  const all = [...list.map((outcome) => ({ outcome, exempt: false })), ...Array.from({ length: exempt }, () => ({ outcome: null, exempt: true }))];
  for (const { outcome, exempt: is } of all) {
    const member = await one(sql<{ id: number }>`insert into members.member (code, full_name, created_at, updated_at)
      values (${randomUUID()}, 'Người mẫu', now(), now()) returning id`);
    await rows(sql`insert into study.participant (campaign_id, member_id, body_id, exempt, outcome) values (${campaign}, ${member}, ${branch}, ${is}, ${outcome})`);
  }
}
const times = (n: number, outcome: Outcome): Outcome[] => Array.from({ length: n }, () => outcome);

beforeAll(async () => {
  runtime = await testRuntime();
  await loadPlaces(runtime.db);
  await loadBodies(runtime.db);
  const tree = await bodyTree(runtime.db);
  const below = (body: number) => childrenAt(tree, body, '2026-11-23');
  const found = activeAt(tree, '2026-11-23').find((body) => below(body).filter((child) => below(child).length === 0).length >= 3);
  if (found === undefined) throw new Error('The sample has no body with three branches.');
  [top, branches] = [found, below(found).filter((child) => below(child).length === 0).slice(0, 3)];
  campaign = await one(sql<{ id: number }>`insert into study.campaign (body_id, title, state, opens_on, closes_on, roster_on, created_at)
    values (${top}, 'Đợt mẫu', 'announced', '2026-11-01', '2026-11-30', '2026-11-01', now()) returning id`);
  await rows(sql`insert into study.audience_body (campaign_id, body_id) values (${campaign}, ${top})`);
  // Golden: 96 of 99 with one exempt is 97,96 %, not met.
  await enrol(branches[0]!, [...times(96, 'attended'), ...times(1, 'excused'), ...times(1, null)], 1);
  await enrol(branches[1]!, [...times(49, 'attended'), ...times(1, 'unexcused')]);
  await enrol(branches[2]!, times(4, 'attended'));
  const session = (state: string, reason: string | null, others: number) => rows(sql`
    insert into study.session (campaign_id, body_id, kind, title, venue, starts_at, ends_at, state, cancelled_reason, code_secret, non_members, created_at)
    values (${campaign}, ${branches[0]!}, 'main', 'Lớp', 'Nhà văn hóa', '2026-11-10', '2026-11-11', ${state}, ${reason}, 'x', ${others}, now())`);
  await session('held', null, 7);
  await session('cancelled', 'Mưa lớn', 40);
}, 60_000);
afterAll(() => runtime.drop());

const person = (role: Role, bodyId: number, n = 1) =>
  ({ actor: { kind: 'person', personId: `7c1f3a10-0000-4000-8000-00000000000${n}`, name: `Người mẫu ${n}`, grants: [{ role, bodyId }] } as Person, now });
const code = (result: { ok: boolean; problems?: { code: string }[] }) => (result.ok ? 'ok' : result.problems?.[0]?.code);
const page = async (body: number | null = null, officer = person('officer', top)) => {
  const read = await readRates(runtime.db, campaign, body, officer);
  if (!read.ok) throw new Error(read.problems[0]!.code);
  return read.value;
};
const seen = ({ whole }: Awaited<ReturnType<typeof page>>) => `${whole.members}-${whole.exempt}-${whole.attended}`;

describe('the rates of a campaign', () => {
  it('roll up by adding, and say how many are missing', async () => {
    const { whole, rows: parts } = await page();
    expect(whole).toMatchObject({ members: 153, exempt: 1, expected: 152, attended: 149, percent: 98.03, met: true, missing: 0, sessions: 1, nonMembers: 7 });
    expect(parts.map(({ id, percent, met, missing }) => [id, percent, met, missing])).toEqual([
      [branches[0], 97.96, false, 1], [branches[1], 98, true, 0], [branches[2], 100, true, 0],
    ]);
  });

  it('count what ended where it lives on, in one part or beside them, like the sums that a body signs', async () => {
    const tree = await bodyTree(runtime.db);
    const day = '2026-11-23';
    const other = await one(sql<{ id: number }>`insert into study.campaign (body_id, title, state, opens_on, closes_on, roster_on, created_at)
      values (${top}, 'Đợt khác', 'announced', '2026-11-01', '2026-11-30', '2026-11-01', now()) returning id`);
    await rows(sql`insert into study.tally (campaign_id, body_id, members, exempt, attended, excused, unexcused)
      select ${other}, id, 10 + id % 7, 1, 5 + id % 3, id % 2, 1 from unnest(${[...tree.versions.keys()]}::int[]) id`);
    const above = activeAt(tree, day).filter((body) => childrenAt(tree, body, day).length > 0);
    expect(tree.leaving.size).toBeGreaterThan(0);
    await asSystem(runtime.db, 'test', async (tx) => {
      const sums = new Map((await rolledUp(tx, other, above, day)).map((each) => [each.body, each]));
      for (const at of above) expect((await rollOf(tx, other, at, { tree, day })).whole).toEqual(sums.get(at));
    });
  });

  it('keep reasons of absence in the branch', async () => {
    const { whole, rows: parts } = await page();
    expect(parts.map(({ absences }) => absences)).toEqual([null, null, null]);
    expect(whole.absences).toBeNull();
    expect((await page(branches[0]!, person('secretary', branches[0]!))).whole.absences).toEqual({ excused: 1, unexcused: 0 });
  });

  it('are shown to who works there or above, and to nobody beside', async () => {
    expect((await page(null, person('secretary', branches[1]!))).body.id).toBe(branches[1]);
    expect(code(await readRates(runtime.db, campaign, branches[0]!, person('secretary', branches[1]!)))).toBe('forbidden');
    expect(code(await readRates(runtime.db, campaign, top, person('secretary', branches[1]!)))).toBe('forbidden');
    expect(code(await readRates(runtime.db, campaign, null, person('answerer', top)))).toBe('forbidden');
  });

  it('leave as a table of the report', async () => {
    const file = await ratesFile(runtime.db, { id: campaign, body: null, format: 'xlsx' }, person('officer', top));
    if (!file.ok) throw new Error(code(file));
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(file.value.content.buffer as ArrayBuffer);
    const sheet = book.worksheets[0]!;
    const cells = (row: number) => (sheet.getRow(row).values as unknown[]).slice(1).map(String);
    expect(cells(1).slice(0, 8)).toEqual(['STT', 'Tổ chức', 'Số lớp', 'Tổng số đảng viên', 'Miễn sinh hoạt', 'Phải dự', 'Đã dự', 'Tỷ lệ (%)']);
    expect(cells(2).slice(2, 10)).toEqual(['1', '99', '1', '98', '96', '97,96', 'Chưa đạt', '……']);
    expect(cells(5).slice(2, 8)).toEqual(['1', '153', '1', '152', '149', '98,03']);
    const text = await ratesFile(runtime.db, { id: campaign, body: null, format: 'csv' }, person('officer', top));
    expect(text.ok && new TextDecoder('utf-8', { ignoreBOM: true }).decode(text.value.content)).toMatch(/^\ufeffSTT,/);
  });
});

describe('signing off', () => {
  const branch = () => ({ campaign, body: branches[2]! });
  const secretary = () => person('secretary', branches[2]!, 2);

  it('is for what was seen, by who answers for the body, once', async () => {
    const shown = seen(await page(branches[2]!, secretary()));
    expect(code(await signOff(runtime, branch(), shown, person('secretary', branches[1]!)))).toBe('forbidden');
    expect(code(await signOff(runtime, branch(), '4-0-3', secretary()))).toBe('sign.changed');
    const both = await Promise.all([1, 2].map(() => signOff(runtime, branch(), shown, secretary())));
    expect(both.map(code).sort()).toEqual(['ok', 'sign.already']);
    expect((await page()).rows.find(({ id }) => id === branches[2])).toMatchObject({ signed: true });
    const acts = await asSystem(runtime.db, 'test', (tx) => findActs(tx, { bodies: [branches[2]!], kind: 'study.signOff', limit: 5 }));
    expect(acts).toHaveLength(1);
  });

  it('is opened again only from above, with a reason, and takes what contains it along', async () => {
    expect(code(await signOff(runtime, { campaign, body: top }, seen(await page()), person('officer', top)))).toBe('ok');
    expect(code(await reopen(runtime, branch(), 'Sót một người', secretary()))).toBe('forbidden');
    expect(code(await reopen(runtime, branch(), ' ', person('officer', top)))).toBe('reason.missing');
    expect(code(await reopen(runtime, branch(), 'Sót một người', person('officer', top)))).toBe('ok');
    const after = await page();
    expect(after.whole.signed).toBe(false);
    expect(after.rows.some(({ signed }) => signed)).toBe(false);
    expect(after.signOffs).toMatchObject([{ reopened: { reason: 'Sót một người' } }]);
    expect(code(await reopen(runtime, branch(), 'Lần nữa', person('officer', top)))).toBe('sign.none');
  });

  it('never happens for a body that nobody is counted in', async () => {
    const empty = (await findBodyBySymbol(runtime.db, 'SXD', '2026-11-23'))!;
    expect(code(await signOff(runtime, { campaign, body: empty }, '0-0-0', person('officer', empty)))).toBe('sign.nobody');
  });
});
