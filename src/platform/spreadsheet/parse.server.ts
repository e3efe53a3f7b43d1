/** Reads a whole file in the process it is called in; `read.child.ts` is one of its own. */
import { decodeText, delimiterOf, parseDelimited } from './delimited.ts';
import { refuse } from './refused.ts';
import { fillHead, type Outline, type SheetOutline, type SheetRow } from './sheet.ts';
import { openWorkbook, type SheetPart, type Workbook } from './workbook.server.ts';
import { readMerges, readRows, type RowReader } from './worksheet.server.ts';
import { kindOf, readDirectory } from './zip.ts';

/** Rows with anything in them. The province has 40,000 members. */
export const MAX_ROWS = 100_000;
/** Rows of the head: titles above the headings, and a sample below. */
export const HEAD_ROWS = 60;
/** The one sheet of a text file has no name. */
const TEXT_SHEET = '';

type Source = { kind: 'csv'; text: string } | { kind: 'xlsx'; workbook: Workbook };

async function openSource(bytes: Uint8Array): Promise<Source> {
  if (kindOf(bytes) === 'csv') return { kind: 'csv', text: decodeText(bytes) };
  return { kind: 'xlsx', workbook: await openWorkbook({ bytes, entries: readDirectory(bytes) }) };
}

/** What is in the file: reads every sheet to its end, so that whoever sees an outline knows the file can be read. */
export async function readOutline(bytes: Uint8Array): Promise<Outline> {
  const source = await openSource(bytes);
  const sheets: SheetOutline[] = [];
  if (source.kind === 'csv') {
    const sheet = emptyOutline({ name: TEXT_SHEET, hidden: false });
    for (const row of parseDelimited(source.text, delimiterOf(source.text))) note(sheet, row);
    sheets.push(sheet);
  } else {
    for (const part of source.workbook.sheets) sheets.push(await outlineSheet(source.workbook, part));
  }
  if (sheets.every((sheet) => sheet.rows === 0)) refuse('sheet.empty');
  return { kind: source.kind, sheets, links: source.kind === 'xlsx' && source.workbook.links };
}

const emptyOutline = ({ name, hidden }: { name: string; hidden: boolean }): SheetOutline => ({
  name,
  hidden,
  rows: 0,
  hiddenRows: 0,
  hiddenColumns: [],
  uncalculated: 0,
  head: [],
});

function note(sheet: SheetOutline, row: SheetRow): void {
  sheet.rows += 1;
  if (sheet.rows > MAX_ROWS) refuse('sheet.rows', { limit: MAX_ROWS });
  if (row.hidden) sheet.hiddenRows += 1;
  if (sheet.head.length < HEAD_ROWS) sheet.head.push({ ...row, cells: [...row.cells] });
}

async function outlineSheet(workbook: Workbook, part: SheetPart): Promise<SheetOutline> {
  const sheet = emptyOutline(part);
  const merges = await readMerges(workbook, part);
  const facts = await readRows(workbook, part, { merges, take: (row) => note(sheet, row) });
  fillHead(sheet.head, merges);
  return { ...sheet, ...facts };
}

/** Every row of one sheet, by its place in the outline. */
export async function readSheet(bytes: Uint8Array, sheet: number, reader: RowReader): Promise<void> {
  const source = await openSource(bytes);
  if (source.kind === 'xlsx') {
    const part = source.workbook.sheets[sheet];
    if (!part) return;
    await readRows(source.workbook, part, { ...reader, merges: await readMerges(source.workbook, part) });
    return;
  }
  let count = 0;
  for (const row of parseDelimited(source.text, delimiterOf(source.text), reader.clean)) {
    reader.take(row);
    count += 1;
    if (count % 500 === 0) await reader.pause?.();
  }
}
