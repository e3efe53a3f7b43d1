import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manifest } from '../index.server.ts';
import { XLSX_TYPE, xlsxResponse } from '#platform/spreadsheet/response.ts';
import { translator } from '#platform/words/translate.ts';
import { readMapping, readUpload } from '../input/import.ts';
import { importSteps, mappingStep } from './import-steps.server.ts';
import { markedCopyOf, readImportPage, readImports, readUploadPage } from './import-pages.server.ts';
import { beginApplying, cancelImport, startImport } from './import.server.ts';
import { templateOf } from './template.server.ts';
import { checked, csvFile, findImport, listMembers, listRows, membersRuntime, must, NOW, OTHER_WARD, TODAY, type Members, WARD, work } from './testing.ts';

let runtime: Members;
beforeAll(async () => {
  runtime = await membersRuntime(manifest);
});
afterAll(() => runtime.drop());

const names = async (body: number) =>
  (await listMembers(runtime.db, { bodies: [body], day: TODAY, words: [], limit: 50, offset: 0 })).map((one) => one.fullName);

const all = async (id: number, filter: 'problem' | 'new' | 'changed' | 'unchanged' | 'ignored' | 'partly') =>
  (await listRows(runtime.db, id, { filter, limit: 100, offset: 0 })).rows;

describe('a list of members', () => {
  const list = `Mã đảng viên;Họ và tên;Chi bộ;Từ ngày
DV-1;Trần Văn An;CB-01;01/03/2026
DV-2;Nguyễn Thị Ánh;Chi bộ khu phố 1;
DV-3;LÂM SA RÊM;cb khu phố 2;15-3-26
DV-4;Điểu Thị Bé;CB-09;
`;
  it('is tried, then applied, and says what it did', async () => {
    const id = await checked(runtime, csvFile(list));
    const tried = (await findImport(runtime.db, id))!;
    expect(tried).toMatchObject({ state: 'checked', counts: { rows: 4, new: 3, problem: 1 } });
    expect(await all(id, 'problem')).toMatchObject([
      { number: 5, findings: [{ field: 'body', code: 'body.unknown', values: { text: 'CB-09' }, stop: true }] },
    ]);
    expect(await names(runtime.branches[0]!)).toEqual([]);
    must(await beginApplying(runtime, id, runtime.officer));
    await work(runtime);
    expect(await findImport(runtime.db, id)).toMatchObject({ state: 'done', counts: { applied: 3, refused: 0, joined: 3 } });
    expect(await names(runtime.branches[0]!)).toEqual(['Trần Văn An', 'Nguyễn Thị Ánh']);
    expect(await names(runtime.branches[1]!)).toEqual(['Lâm Sa Rêm']);
  });

  it('changes nothing the second time, and takes nobody away who is missing', async () => {
    const id = await checked(runtime, csvFile(list.split('\n').slice(0, 3).join('\n')));
    expect(await findImport(runtime.db, id)).toMatchObject({ counts: { rows: 2, unchanged: 2 } });
    expect(await beginApplying(runtime, id, runtime.officer)).toEqual({ ok: false, problems: [{ code: 'import.nothing' }] });
    must(await cancelImport(runtime, id, runtime.officer));
    expect(await names(runtime.branches[1]!)).toEqual(['Lâm Sa Rêm']);
  });

  it('may only be brought by those who keep that body, and never touches what others keep', async () => {
    const upload = { kind: 'members' as const, body: WARD, asOf: TODAY, file: new File([list], 'a.csv') };
    expect(await startImport(runtime, upload, runtime.other)).toEqual({ ok: false, problems: [{ code: 'forbidden' }] });
    expect(await startImport(runtime, upload, { actor: { kind: 'anonymous' }, now: NOW })).toMatchObject({ ok: false });
    const foreign = `Mã đảng viên;Họ và tên;Chi bộ\nDV-1;Trần Văn An;CBX-01\nDV-9;Lê Thị Hoa;CB-01\nDV-10;Lê Thị Lan;CBX-01\n`;
    const id = await checked(runtime, csvFile(foreign), { officer: runtime.other, body: 2_225_363 });
    expect((await all(id, 'problem')).map((row) => [row.number, row.findings.map((each) => each.code)])).toEqual([
      [2, ['member.outside']],
      [3, ['body.outside']],
    ]);
  });
});

const query = { mapping: { sheet: null, headingRow: null }, rows: { filter: null, page: 1 }, remap: false, t: translator('vi') };
const upload = (content: string, more: object = {}) =>
  ({ kind: 'members' as const, body: WARD, asOf: TODAY, file: new File([content], 'C:\\Tài liệu\\danh sách.csv'), ...more });
const start = async (content: string, more: object = {}) => {
  const id = must(await startImport(runtime, upload(content, more), runtime.officer));
  await work(runtime);
  return id;
};
const page = async (id: number, more: object = {}) => must(await readImportPage(runtime, id, { ...query, ...more }, runtime.officer));

describe('the way of an import', () => {
  const list = 'DANH SÁCH\nMã ĐV;Họ tên;Tổ;Số CCCD;Ghi chú\nDV-20;Trần Văn An;CB-01;075000000001;x\nDV-21;Lê Thị Hoa;CB-02;075000000002;\n';

  it('shows what each column seems to be, with examples, but none of what nobody may keep', async () => {
    const id = await start(list);
    const { it: item, mapping, working } = await page(id);
    expect(item).toMatchObject({ state: 'mapping', fileName: 'danh sách.csv', by: 'Thị Thu Hà' });
    expect(working).toBe(false);
    expect(mapping).toMatchObject({ headingRow: 2, sheets: [{ rows: 4 }], columns: [
      { letter: 'A', label: 'Mã ĐV', field: 'code', samples: ['DV-20', 'DV-21'] },
      { letter: 'B', field: 'name' },
      { letter: 'C', label: 'Tổ', field: null },
      { letter: 'D', label: 'Số CCCD', field: null, sensitive: true, samples: [] },
      { letter: 'E', field: null },
    ] });
    expect(JSON.stringify(await page(id))).not.toContain('075000000001');
    must(await cancelImport(runtime, id, runtime.officer));
  });

  it('reads the headings where the officer says they are', async () => {
    const id = await start('ghi chú;khác\nDV-30;Trần Văn An\nDV-31;Lê Thị Hoa\n');
    expect((await page(id, { mapping: { sheet: 0, headingRow: 2 } })).mapping).toMatchObject({ headingRow: 2, columns: [{ label: 'DV-30' }, {}] });
    must(await cancelImport(runtime, id, runtime.officer));
  });

  it('remembers what was said of a heading, for the officer and for the body', async () => {
    const id = await start(list);
    const form = new FormData();
    for (const [name, value] of [['sheet', '0'], ['heading', '2'], ['column.0', 'code'], ['column.1', 'name'], ['column.2', 'body'], ['column.3', 'phone']] as const) form.set(name, value);
    const take = mappingStep(readMapping);
    must(await take(runtime, id, runtime.officer, form));
    expect((await page(id)).working).toBe(true);
    await work(runtime);
    const tried = await page(id);
    // A column that may not be read stays unread, whatever the form says.
    expect(tried).toMatchObject({ it: { state: 'checked', counts: { new: 2, partly: 0 } }, left: [{ label: 'Số CCCD', sensitive: true }, { label: 'Ghi chú', sensitive: false }] });
    expect((await all(id, 'new')).map(({ cells }) => Object.keys(cells))).toEqual([['body', 'code', 'name'], ['body', 'code', 'name']]);
    expect((await page(await start(list))).mapping?.columns.map(({ field }) => field)).toEqual(['code', 'name', 'body', null, null]);
    // Back to the columns, and on again.
    expect((await page(id, { remap: true })).mapping?.columns.map(({ field }) => field)).toEqual(['code', 'name', 'body', null, null]);
    must(await take(runtime, id, runtime.officer, form));
    await work(runtime);
    expect((await page(id)).it.counts).toMatchObject({ new: 2 });
  });

  it('says what is missing before it is tried', async () => {
    const id = await start(list);
    const take = mappingStep(readMapping);
    const form = (columns: Record<string, string>) => {
      const data = new FormData();
      for (const [name, value] of Object.entries({ sheet: '0', heading: '2', ...columns })) data.set(name, value);
      return data;
    };
    expect(await take(runtime, id, runtime.officer, form({}))).toMatchObject({ problems: [{ code: 'mapping.code' }, { code: 'mapping.name' }] });
    expect(await take(runtime, id, runtime.officer, form({ 'column.0': 'code', 'column.1': 'code' }))).toMatchObject({ problems: [{ field: 'column.1', code: 'mapping.twice' }] });
    expect(await take(runtime, id, runtime.officer, form({ sheet: '7', 'column.0': 'code', 'column.1': 'name' }))).toMatchObject({ problems: [{ code: 'mapping.form' }] });
    expect(await importSteps.apply!(runtime, id, runtime.officer, new FormData())).toMatchObject({ problems: [{ code: 'import.step' }] });
  });

  it('refuses what is no list, at once or after reading', async () => {
    expect(await startImport(runtime, upload('%PDF-1.7'), runtime.officer)).toEqual({ ok: false, problems: [{ field: 'file', code: 'sheet.type' }] });
    const id = await start(';;\n;;\n');
    expect((await page(id)).it).toMatchObject({ state: 'refused', refusal: { code: 'sheet.empty' } });
    expect(await startImport(runtime, upload(list, { asOf: '2024-01-01' }), runtime.officer)).toMatchObject({ problems: [{ field: 'asOf', code: 'import.asOfEarly' }] });
  });

  it('is of those who keep the body: every step, every page', async () => {
    const id = await start(list);
    const nobody = { actor: { kind: 'anonymous' } as const, now: NOW };
    for (const [officer, code] of [[runtime.other, 'import.missing'], [nobody, 'forbidden']] as const) {
      const steps = { ...importSteps, map: mappingStep(readMapping) };
      for (const [step, take] of Object.entries(steps)) {
        expect([step, await take(runtime, id, officer, new FormData())]).toEqual([step, { ok: false, problems: [{ code }] }]);
      }
      expect(await readImportPage(runtime, id, query, officer)).toMatchObject({ problems: [{ code }] });
      expect(await markedCopyOf(runtime, id, officer)).toMatchObject({ problems: [{ code }] });
      expect(await startImport(runtime, upload(list), officer)).toMatchObject({ problems: [{ code: 'forbidden' }] });
    }
    expect(await readImports(runtime, 1, nobody)).toMatchObject({ problems: [{ code: 'forbidden' }] });
    expect(await readUploadPage(runtime, nobody)).toMatchObject({ problems: [{ code: 'forbidden' }] });
    expect(await templateOf('members', nobody.actor)).toMatchObject({ problems: [{ code: 'forbidden' }] });
    expect(must(await readImports(runtime, 1, runtime.other)).items.map(({ body }) => body)).not.toContain('Đảng ủy phường Đồng Xoài');
    expect(must(await readImports(runtime, 1, runtime.officer)).items.length).toBeGreaterThan(3);
    expect(must(await readUploadPage(runtime, runtime.other)).roots.map(({ id: root }) => root)).toEqual([OTHER_WARD]);
    expect(await readImportPage(runtime, 999_999, query, runtime.officer)).toMatchObject({ problems: [{ code: 'import.missing' }] });
  });

  it('begins with a template that is understood without a question', async () => {
    const content = must(await templateOf('members', runtime.officer.actor));
    const response = xlsxResponse(content, 'mau');
    expect(response.headers.get('content-type')).toBe(XLSX_TYPE);
    const id = await checked(runtime, content);
    // Its two examples are no rows of a list.
    expect((await page(id)).it.counts).toMatchObject({ rows: 2, ignored: 2 });
    const bodies = await checked(runtime, must(await templateOf('bodies', runtime.officer.actor)), { kind: 'bodies' });
    expect((await page(bodies)).it.counts).toMatchObject({ rows: 2, ignored: 2 });
  });
});

it('the form of an upload says what is wrong with it, and keeps what was chosen', () => {
  const form = new FormData();
  form.set('kind', 'people');
  form.set('asOf', '2026-12-01');
  const { typed, upload: read } = readUpload(form, NOW);
  expect(typed).toEqual({ kind: 'people', body: '', asOf: '2026-12-01' });
  expect(!read.ok && read.problems.map(({ field, code }) => [field, code])).toEqual([
    ['kind', 'import.kind'],
    ['body', 'import.body'],
    ['asOf', 'import.asOfLate'],
    ['file', 'file.missing'],
  ]);
});

describe('lists that cannot be right', () => {
  it('two bodies with one code, a circle, a body outside: each told at its row, nothing of them entered', async () => {
    const list = 'Mã tổ chức;Tên tổ chức;Trực thuộc\nX-1;Chi bộ một;\nX-1;Chi bộ hai;\nX-2;Chi bộ ba;X-3\nX-3;Chi bộ bốn;X-2\nX-4;Chi bộ năm;CBX-01\nX-5;Chi bộ sáu;\n';
    const id = await checked(runtime, csvFile(list), { kind: 'bodies' });
    expect((await all(id, 'problem')).map(({ number, findings }) => [number, ...findings.map(({ code }) => code)])).toEqual([
      [2, 'code.twice'],
      [3, 'code.twice'],
      [4, 'body.cycle'],
      [5, 'body.cycle'],
      [6, 'parent.outside'],
    ]);
    must(await beginApplying(runtime, id, runtime.officer));
    await work(runtime);
    expect((await page(id)).it).toMatchObject({ state: 'done', counts: { applied: 1, refused: 0 } });
  });

  it('an end before the start, two branches on one day, one code for two people', async () => {
    const list = `Mã đảng viên;Họ và tên;Chi bộ;Từ ngày;Đến ngày
DV-50;Trần Văn An;CB-01;01/03/2026;01/02/2026
DV-51;Lê Thị Hoa;CB-01;01/03/2026;
DV-51;Lê Thị Hoa;CB-02;01/04/2026;
DV-52;Điểu Bé;CB-01;;
DV-52;Thị Lan;CB-01;;
DV-53;Lâm Sa Rêm;CB-01;01/01/2026;30/04/2026
DV-53;Lâm Sa Rêm;CB-02;01/05/2026;
`;
    const id = await checked(runtime, csvFile(list));
    expect((await all(id, 'problem')).map(({ number, findings }) => [number, ...findings.map(({ code }) => code)])).toEqual([
      [2, 'period.endsBeforeStart'],
      [3, 'row.twoBodies'],
      [4, 'row.twoBodies'],
      [5, 'code.twice'],
      [6, 'code.twice'],
    ]);
    must(await beginApplying(runtime, id, runtime.officer));
    await work(runtime);
    expect(await names(runtime.branches[1]!)).toContain('Lâm Sa Rêm');
  });
});
