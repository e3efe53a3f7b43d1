/** The rows of one sheet, one after another. */
import { dayOfSerial, parseRange, parseReference, type Range } from './cells.ts';
import { unpackText } from './inflate.server.ts';
import { refuse } from './refused.ts';
import { cleanCell, MAX_COLUMNS, mergeFiller, type SheetRow } from './sheet.ts';
import { readPart, unescaped, type SheetPart, type Workbook } from './workbook.server.ts';

export type SheetFacts = { hiddenColumns: number[]; uncalculated: number };

/** What a formula without a saved result is read as: an error that spreadsheets themselves know. */
export const UNCALCULATED = '#CALC!';

type Cell = { column: number; type: string; format: number; formula: boolean; value: string; inline: string };

/** Spreadsheets allow 32,767 characters in a cell; more is an attack on memory. */
const LONGEST = 40_000;
/** Groups of a list of 100,000; more are nobody's. */
const MOST_MERGES = 50_000;

const isTrue = (flag: string | undefined): boolean => flag === '1' || flag === 'true';

/** Numbers as people read them: whole ones without exponent, days as dd/mm/yyyy, codes with their zeros. */
function numberText(workbook: Workbook, value: string, format: number): string {
  const number = Number(value);
  if (value === '' || !Number.isFinite(number)) return value;
  const { date = false, zeros = 0 } = workbook.formats[format] ?? {};
  const day = date ? dayOfSerial(number, workbook.date1904) : undefined;
  if (day) return `${day.slice(8)}/${day.slice(5, 7)}/${day.slice(0, 4)}`;
  const text = Number.isInteger(number) && Math.abs(number) < 1e15 ? number.toFixed(0) : String(number);
  return text.padStart(zeros, '0');
}

function textOf(workbook: Workbook, cell: Cell): string {
  if (cell.type === 's') return workbook.texts[Number(cell.value)] ?? '';
  if (cell.type === 'inlineStr') return unescaped(cell.inline);
  if (cell.type === 'n') return numberText(workbook, cell.value, cell.format);
  if (cell.type === 'b') return cell.value === '1' ? 'TRUE' : 'FALSE';
  // A day in ISO form, as some programs write it.
  return cell.type === 'd' ? cell.value.slice(0, 10) : unescaped(cell.value);
}

/** Merged cells stand behind the rows in the file, and rows can only be filled when they are known before. */
export async function readMerges({ archive }: Workbook, { path }: SheetPart): Promise<Range[]> {
  const merges: Range[] = [];
  const entry = archive.entries.get(path);
  if (!entry) return merges;
  let tail = '';
  for await (const chunk of unpackText(archive.bytes, entry)) {
    const text = tail + chunk;
    tail = '';
    if (!text.includes('mergeCell') && !chunk.slice(-40).includes('<')) continue;
    for (const match of text.matchAll(/<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Za-z0-9:]{3,21})"/g)) {
      const range = parseRange(match[1] ?? '');
      if (range) merges.push(range);
      if (merges.length > MOST_MERGES) refuse('sheet.bomb');
    }
    // What the end of this piece cuts in two is read with the next one, and never twice.
    const end = text.slice(Math.max(text.lastIndexOf('<'), text.length - 200));
    tail = end.includes('>') ? '' : end;
  }
  return merges;
}

export type RowReader = {
  take(row: SheetRow): void;
  /** How a cell is kept; one line of it unless said otherwise. */
  clean?(text: string): string;
  /** Waited for now and then, while the rows taken so far are worked on. */
  pause?(): Promise<void> | undefined;
};

/**
 * Calls `take` for every row with anything in it. @returns what the sheet hides
 * @throws SheetRefused, and whatever `take` throws to stop
 */
export async function readRows(
  workbook: Workbook,
  sheet: SheetPart,
  { merges, take, pause, clean = cleanCell }: RowReader & { merges: readonly Range[] },
): Promise<SheetFacts> {
  const hidden = new Set<number>();
  let uncalculated = 0;
  const fill = mergeFiller(merges);
  let row: SheetRow = { number: 0, hidden: false, cells: [] };
  let cell: Cell | undefined;
  let last = -1;
  let into: 'value' | 'inline' | undefined;
  const finish = (): void => {
    if (!cell) return;
    const { column, formula, value } = cell;
    if (formula && value === '' && cell.inline === '' && cell.type !== 'str') uncalculated += 1;
    if (column < MAX_COLUMNS) {
      const lost = formula && value === '' && cell.type === 'n';
      row.cells[column] = lost ? UNCALCULATED : clean(textOf(workbook, cell));
    }
    cell = undefined;
  };
  await readPart(workbook.archive, sheet.path, {
    ...(pause ? { pause } : {}),
    open(name, attributes) {
      if (name === 'c') {
        const column = attributes.r === undefined ? last + 1 : (parseReference(attributes.r)?.[0] ?? last + 1);
        last = column;
        const type = attributes.t ?? 'n';
        cell = { column, type, format: Number(attributes.s ?? 0), formula: false, value: '', inline: '' };
      } else if (name === 'v') into = 'value';
      else if (name === 't') into = 'inline';
      else if (name === 'f' && cell) cell.formula = true;
      else if (name === 'row') {
        row = { number: Number(attributes.r ?? row.number + 1), hidden: isTrue(attributes.hidden), cells: [] };
        last = -1;
      } else if (name === 'col' && isTrue(attributes.hidden)) hideColumns(hidden, attributes);
    },
    text(piece) {
      if (!cell || !into) return;
      cell[into] += piece;
      if (cell[into].length > LONGEST) refuse('sheet.broken');
    },
    close(name) {
      if (name === 'v' || name === 't') into = undefined;
      else if (name === 'c') finish();
      else if (name === 'row') {
        fill(row);
        if (row.cells.some((text) => text)) take(dense(row));
      }
    },
  });
  return { hiddenColumns: [...hidden], uncalculated };
}

function hideColumns(hidden: Set<number>, { min, max }: Record<string, string>): void {
  const until = Math.min(Number(max ?? 0), MAX_COLUMNS);
  for (let column = Math.max(Number(min ?? 1), 1); column <= until; column += 1) hidden.add(column - 1);
}

/** Holes become empty texts. */
function dense(row: SheetRow): SheetRow {
  for (let column = 0; column < row.cells.length; column += 1) row.cells[column] ??= '';
  return row;
}
