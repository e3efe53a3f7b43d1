/** Rates as a table to save, in the order of a report: classes, attended of those expected, rate, reasons, others apart. */
import type { Db } from '#platform/database/client.ts';
import { writeMarked } from '#platform/spreadsheet/mark.server.ts';
import type { MarkedRow } from '#platform/spreadsheet/marked.ts';
import { audit } from '#platform/audit/audit.server.ts';
import { ok, type Result } from '#platform/result.ts';
import { csv } from '#platform/text/csv.ts';
import { percent } from '#platform/text/format.ts';
import { asHouse, type Officer } from './ground.server.ts';
import { readRates, type RateRow, type RatesPage } from './rates.server.ts';

const HEADINGS = [
  'STT', 'Tổ chức', 'Số lớp', 'Tổng số đảng viên', 'Miễn sinh hoạt', 'Phải dự', 'Đã dự', 'Tỷ lệ (%)', 'Đạt chỉ tiêu', 'Vắng có lý do',
  'Vắng không lý do', 'Quần chúng dự', 'Đã chốt',
] as const;
const WIDTHS = [6, 46, 9, 12, 12, 10, 10, 11, 12, 12, 12, 12, 10];

const yes = (is: boolean | null): string => (is === null ? '' : is ? 'Đạt' : 'Chưa đạt');
/** "……" is what is not known or not shown; never 0. */
const NOT_SHOWN = '……';

function cellsOf(row: RateRow, number: string): string[] {
  const { absences } = row;
  return [
    number, row.name, String(row.sessions), String(row.members), String(row.exempt), String(row.expected), String(row.attended),
    percent(row.percent, 'vi').replace(/\s*%$/, ''), yes(row.met), absences ? String(absences.excused) : NOT_SHOWN,
    absences ? String(absences.unexcused) : NOT_SHOWN, String(row.nonMembers), row.signed ? 'Đã chốt' : '',
  ];
}

export const ratesTable = ({ rows, whole, body }: RatesPage): string[][] => [
  ...rows.map((row, at) => cellsOf(row, String(at + 1))), cellsOf({ ...whole, name: `Cộng: ${body.name}` }, ''),
];

export type RatesFile = { format: 'xlsx' | 'csv'; name: string; content: Uint8Array };

/** Problems: those of `readRates`. */
export async function ratesFile(
  db: Db, { id, body, format }: { id: number; body: number | null; format: 'xlsx' | 'csv' }, officer: Officer,
): Promise<Result<RatesFile>> {
  const page = await readRates(db, id, body, officer);
  if (!page.ok) return page;
  const table = ratesTable(page.value);
  await asHouse(db, 'rates taken', (tx) => audit(tx, {
    kind: 'study.ratesTaken', by: officer.actor, bodyId: page.value.body.id, subject: `campaign:${id}`, details: { format, rows: table.length }, now: officer.now,
  }));
  const name = `ty-le-hoc-tap-${id}-${page.value.body.id}`;
  if (format === 'csv') return ok({ format, name, content: new TextEncoder().encode(`\ufeff${csv(HEADINGS, table)}`) });
  return ok({ format, name, content: await writeMarked({ sheet: 'Tỷ lệ', author: 'Cầu Nối', widths: WIDTHS }, rowsOf(table)) });
}

async function* rowsOf(table: readonly string[][]): AsyncGenerator<MarkedRow[]> {
  const row = (cells: readonly string[], number: number, heading = false): MarkedRow =>
    ({ number, heading, cells: cells.map((text, column) => ({ column, text })) });
  yield [row(HEADINGS, 1, true), ...table.map((cells, at) => row(cells, at + 2))];
}
