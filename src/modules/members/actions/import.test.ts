import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manifest } from '../index.server.ts';
import { findImport } from '../store/import.server.ts';
import { listRows } from '../store/import-row.server.ts';
import { listMembers } from '../store/member.server.ts';
import { beginApplying, cancelImport, startImport } from './import.server.ts';
import { checked, csvFile, membersRuntime, must, NOW, TODAY, WARD, work, type Members } from './testing.ts';

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
