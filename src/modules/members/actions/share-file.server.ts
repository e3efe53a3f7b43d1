/** The members of a body that is divided as a file: to be filled in with who goes where, and read back. */
import { csv } from '#platform/text/csv.ts';
import { fold } from '#platform/text/fold.ts';
import { failed, fieldProblem, ok, type Result } from '#platform/result.ts';
import { readOutline, readRows } from '#platform/spreadsheet/read.server.ts';
import type { Outline } from '#platform/spreadsheet/sheet.ts';
import { writeTemplate, type TemplateSheet } from '#platform/spreadsheet/template.server.ts';
import { readCode } from '../rules/code.ts';
import type { ExportFormat } from '../rules/export.ts';
import { guessField, headingKey } from '../rules/fields.ts';
import type { Heir, Row } from '../rules/share.ts';
import type { Shared } from '../store/share.server.ts';

const WHERE = 'Chuyển về';
const HEIRS = 'Nơi nhận';

type Given = { members: readonly Shared[]; heirs: readonly Heir[]; /** With names; else codes alone. */ names: boolean };

/** One row a member, with what has been chosen so far; a second sheet says how the heirs are called. */
export async function writeShareFile(format: ExportFormat, { members, heirs, names }: Given): Promise<Uint8Array> {
  const nameOf = new Map(heirs.map(({ key, name }) => [key, name]));
  const rows = members.map(({ code, fullName, to }) => [code, ...(names ? [fullName] : []), to === null ? '' : (nameOf.get(to) ?? '')]);
  const headings = ['Mã đảng viên', ...(names ? ['Họ và tên'] : []), WHERE];
  if (format === 'csv') return new TextEncoder().encode(`\ufeff${csv(headings, rows)}`);
  const widths = names ? [18, 30, 44] : [18, 44];
  const columns = headings.map((heading, at): TemplateSheet['columns'][number] => ({
    heading, width: widths[at]!,
    ...(heading === WHERE ? { note: 'Ghi đúng tên nơi nhận, hoặc số thứ tự ở trang Nơi nhận. Để trống: theo nơi nhận mặc định.' } : {}),
  }));
  const heirSheet = {
    name: HEIRS, rows: heirs.map(({ name, symbol }, at) => [String(at + 1), name, symbol]),
    columns: [{ heading: 'Số', width: 8 }, { heading: 'Tên nơi nhận', width: 44 }, { heading: 'Ký hiệu', width: 18 }],
  };
  return writeTemplate([{ name: 'Đảng viên', columns, rows }, heirSheet]);
}

type Found = { sheet: number; row: number; code: number; where: number };

/** The sheet and row with both headings, however many titles stand above them. */
function findColumns({ sheets }: Outline): Found | undefined {
  for (const [sheet, { head }] of sheets.entries()) {
    for (const { number, cells } of head) {
      const where = cells.findIndex((cell) => headingKey(cell) === fold(WHERE));
      const code = cells.findIndex((cell) => guessField('members', cell)?.field === 'code');
      if (where >= 0 && code >= 0) return { sheet, row: number, code, where };
    }
  }
  return undefined;
}

/** Problems at `file`: `sheet.…`, `limits.busy`, `share.columns`: no row of headings names both columns. */
export async function readShareFile(file: Blob): Promise<Result<Row[]>> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const outline = await readOutline(bytes);
  if (!outline.ok) return atFile(outline);
  const found = findColumns(outline.value);
  if (!found) return fieldProblem('file', 'share.columns');
  const rows: Row[] = [];
  const read = await readRows(bytes, { sheet: found.sheet, columns: [found.code, found.where] }, async (batch) => {
    for (const { number, cells: [code = '', said = ''] } of batch) {
      if (number > found.row && (code !== '' || said !== '')) rows.push({ number, code: readCode(code), said: said.replace(/^['’]+/, ''), field: 'file' });
    }
  });
  return read.ok ? ok(rows) : atFile(read);
}

const atFile = (refused: Result<unknown> & { ok: false }) => failed(...refused.problems.map((each) => ({ ...each, field: 'file' })));
