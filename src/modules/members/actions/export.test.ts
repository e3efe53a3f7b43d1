import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manifest } from '../index.server.ts';
import { askExport, decideExport, takeExport } from './export.server.ts';
import { readExportFormPage, readExports } from './export-pages.server.ts';
import { addMember, correctMember } from './member.server.ts';
import { readMemberList } from './member-pages.server.ts';
import { execute, keeper, membersRuntime, must, NOW, TODAY, WARD, type Kept, type Members } from './testing.ts';

let runtime: Members;
let second: Kept;
let secretary: Kept;
let branch: number;
beforeAll(async () => {
  runtime = await membersRuntime(manifest);
  branch = runtime.branches[0]!;
  second = await keeper(runtime, 100, 'administrator');
  secretary = await keeper(runtime, branch, 'secretary');
  const people = [['DV-1', 'Trần Văn An', 0], ['DV-2', 'Điểu Bé', 0], ['DV-3', 'Thị Hằng', 1]] as const;
  for (const [code, fullName, at] of people) {
    const body = { id: runtime.branches[at]!, text: '' };
    must(await addMember(runtime, { code, fullName, phone: '0912345678', email: null, from: '2026-01-05', body }, second));
  }
});
afterAll(() => runtime.drop());

const said = (more: object = {}) => ({ body: WARD, below: true, day: TODAY, format: 'csv' as const, purpose: 'Triệu tập hội nghị', ...more });
const text = async (id: number, officer: Kept) => new TextDecoder().decode(must(await takeExport(runtime, id, officer)).content);
const later = (officer: Kept, hours: number): Kept => ({ ...officer, now: new Date(NOW.getTime() + hours * 3_600_000) });
const acts = async () => {
  const { rows } = await execute(runtime.db, sql<{ kind: string }>`select kind from audit.act where kind like 'members.%' order by id`);
  return rows.map(({ kind }) => kind.replace('members.', ''));
};

describe('a list of names beyond the own branch', () => {
  it('waits for a second officer, is taken once, and every step is in the log', async () => {
    const before = (await acts()).length;
    const id = must(await askExport(runtime, said(), runtime.officer));
    expect(await takeExport(runtime, id, runtime.officer)).toMatchObject({ problems: [{ code: 'export.step' }] });
    expect(await decideExport(runtime, id, true, runtime.officer)).toMatchObject({ problems: [{ code: 'export.own' }] });
    expect(must(await readExports(runtime, 1, second)).waiting).toMatchObject([{ id, below: true, purpose: 'Triệu tập hội nghị', by: 'Thị Thu Hà' }]);
    expect(must(await readMemberList(runtime, { body: WARD, day: null, q: '', below: null, page: 1 }, second)).waiting).toBe(1);
    must(await decideExport(runtime, id, true, second));
    const list = await text(id, runtime.officer);
    expect(list.split('\r\n')).toEqual([
      'Mã đảng viên,Họ và tên,Mã chi bộ,Tên chi bộ,Sinh hoạt từ ngày,Được miễn từ,Được miễn đến hết',
      'DV-1,Trần Văn An,CB-01,Chi bộ khu phố 1,05/01/2026,"",""',
      'DV-2,Điểu Bé,CB-01,Chi bộ khu phố 1,05/01/2026,"",""',
      'DV-3,Thị Hằng,CB-02,Chi bộ khu phố 2,05/01/2026,"",""',
      '',
    ]);
    expect(list).not.toContain('0912345678');
    expect(await takeExport(runtime, id, runtime.officer)).toMatchObject({ problems: [{ code: 'export.step' }] });
    expect((await acts()).slice(before)).toEqual(['exportAsked', 'exportAgreed', 'exportTaken']);
  });

  it('is never given to anybody else, nor decided by who does not keep the body', async () => {
    const id = must(await askExport(runtime, said(), runtime.officer));
    const nobody = { actor: { kind: 'anonymous' } as const, now: NOW };
    for (const stranger of [runtime.other, secretary]) {
      expect(await takeExport(runtime, id, stranger)).toMatchObject({ problems: [{ code: 'export.missing' }] });
      expect((await decideExport(runtime, id, true, stranger)).ok).toBe(false);
    }
    must(await decideExport(runtime, id, true, second));
    // Not even to who agreed.
    expect(await takeExport(runtime, id, second)).toMatchObject({ problems: [{ code: 'export.missing' }] });
    expect(await askExport(runtime, said(), runtime.other)).toMatchObject({ problems: [{ code: 'forbidden' }] });
    expect(await askExport(runtime, said(), nobody)).toMatchObject({ problems: [{ code: 'forbidden' }] });
    expect(await readExports(runtime, 1, nobody)).toMatchObject({ problems: [{ code: 'forbidden' }] });
    expect(await readExportFormPage(runtime, { body: WARD, below: true, day: null }, runtime.other)).toMatchObject({ problems: [{ code: 'forbidden' }] });
    expect(must(await readExports(runtime, 1, runtime.other)).waiting).toEqual([]);
  });

  it('lapses: a request after a week, a list after a day', async () => {
    const asked = must(await askExport(runtime, said(), runtime.officer));
    expect(await decideExport(runtime, asked, true, later(second, 169))).toMatchObject({ problems: [{ code: 'export.step' }] });
    must(await decideExport(runtime, asked, true, later(second, 160)));
    expect(await takeExport(runtime, asked, later(runtime.officer, 184))).toMatchObject({ problems: [{ code: 'export.step' }] });
    expect(must(await readExports(runtime, 1, later(runtime.officer, 184))).mine[0]).toMatchObject({ id: asked, state: 'lapsed' });
    const refused = must(await askExport(runtime, said(), runtime.officer));
    must(await decideExport(runtime, refused, false, second));
    expect(await takeExport(runtime, refused, runtime.officer)).toMatchObject({ problems: [{ code: 'export.step' }] });
  });

  it('of a day on which the body was not there is none', async () => {
    expect(await askExport(runtime, said({ body: branch, day: '2024-01-01' }), runtime.officer)).toMatchObject({ problems: [{ field: 'day', code: 'export.notThen' }] });
  });
});

describe('the list of the own branch', () => {
  it('is the secretary’s alone, as a workbook in which nothing is a formula', async () => {
    const id = must(await askExport(runtime, said({ body: branch, below: false, format: 'xlsx' }), secretary));
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(must(await takeExport(runtime, id, secretary)).content.buffer as ArrayBuffer);
    const rows: unknown[] = [];
    book.worksheets[0]!.eachRow((row) => rows.push((row.values as unknown[]).slice(1, 3)));
    expect(rows).toEqual([['Mã đảng viên', 'Họ và tên'], ['DV-1', 'Trần Văn An'], ['DV-2', 'Điểu Bé']]);
    // Seen, not changed.
    const list = must(await readMemberList(runtime, { body: null, day: null, q: '', below: null, page: 1 }, secretary));
    expect(list).toMatchObject({ keeps: false, own: 2, items: [{ code: 'DV-1' }, { code: 'DV-2' }] });
    const added = { code: 'DV-9', fullName: 'Lê Thị Hoa', phone: null, email: null, from: TODAY, body: { id: branch, text: '' } };
    expect(await addMember(runtime, added, secretary)).toMatchObject({ problems: [{ code: 'forbidden' }] });
    expect(await correctMember(runtime, list.items[0]!.id, { fullName: 'X', phone: null, email: null }, secretary)).toMatchObject({ problems: [{ code: 'forbidden' }] });
    expect(await readMemberList(runtime, { body: runtime.branches[1]!, day: null, q: '', below: null, page: 1 }, secretary)).toMatchObject({ problems: [{ code: 'forbidden' }] });
  });

  it('two takings at once: one gets it', async () => {
    const id = must(await askExport(runtime, said({ body: branch, below: false }), secretary));
    const taken = await Promise.all([1, 2, 3].map(() => takeExport(runtime, id, secretary)));
    expect(taken.filter(({ ok }) => ok)).toHaveLength(1);
  });
});

it('a correction is in the log by field, without what stood there', async () => {
  const { rows } = await execute(runtime.db, sql<{ id: number }>`select id from members.member where code = 'DV-3'`);
  must(await correctMember(runtime, rows[0]!.id, { fullName: 'Thị Thu Hằng', phone: null, email: null }, runtime.officer));
  const { rows: [act] } = await execute(runtime.db, sql`select kind, body_id, subject, details from audit.act order by id desc limit 1`);
  expect(act).toEqual({ kind: 'members.corrected', body_id: runtime.branches[1], subject: `member:${rows[0]!.id}`, details: { fields: 'fullName, phone' } });
});

it('any request that was not agreed to by another one is refused, in any order of steps', { timeout: 60_000 }, async () => {
  const step = fc.record({ who: fc.constantFrom('asker', 'second'), what: fc.constantFrom('agree', 'refuse', 'take') });
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
    const id = must(await askExport(runtime, said(), runtime.officer));
    let state: 'waiting' | 'ready' | 'over' = 'waiting';
    for (const { who, what } of steps) {
      const officer = who === 'asker' ? runtime.officer : second;
      const result = what === 'take' ? await takeExport(runtime, id, officer) : await decideExport(runtime, id, what === 'agree', officer);
      const may = what === 'take' ? who === 'asker' && state === 'ready' : who === 'second' && state === 'waiting';
      expect(result.ok).toBe(may);
      if (may) state = what === 'agree' ? 'ready' : 'over';
    }
  }), { numRuns: 25 });
});
