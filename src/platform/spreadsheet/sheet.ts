import { normalise, normaliseLine } from '../text/normalise.ts';
import type { Range } from './cells.ts';
import { refuse } from './refused.ts';

/** Texts longer than this are no cell of a list; the rest is cut and the row told so by its own checks. */
export const MAX_CELL = 1_000;
/** Columns beyond are not read: lists of people have ten, forms with everything have fifty. */
export const MAX_COLUMNS = 120;

/** One row with its cells as cleaned text, by column; empty cells are ''. */
export type SheetRow = {
  /** As the spreadsheet program counts: the first row is 1. */
  number: number;
  hidden: boolean;
  cells: string[];
};

export type SheetOutline = {
  name: string;
  hidden: boolean;
  /** Rows with anything in them. */
  rows: number;
  hiddenRows: number;
  /** Columns that are not shown, from 0. */
  hiddenColumns: number[];
  /** Formulas that were saved without their result. */
  uncalculated: number;
  /** The first rows with anything in them, merged cells filled in: enough to find the headings and to show a sample. */
  head: SheetRow[];
};

export type Outline = {
  kind: 'xlsx' | 'csv';
  sheets: SheetOutline[];
  /** Links to other files; they are never followed, what the cells last showed is read. */
  links: boolean;
};

const INVISIBLE = /[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]/g;
const PLAIN = /^[!-~]+(?: [!-~]+)*$/;

/** A cell as it is kept: NFC, one line, no double or outer or non-breaking spaces, nothing invisible. */
export function cleanCell(text: string): string {
  const cut = text.length > MAX_CELL ? text.slice(0, MAX_CELL) : text;
  return PLAIN.test(cut) ? cut : normaliseLine(cut.replace(INVISIBLE, ''));
}

/** Longer than any question with its explanation. */
const MAX_WHOLE = 20_000;

/** A cell that holds paragraphs: its lines stay, and so do the signs between Khmer words. */
export const wholeCell = (text: string): string => normalise(text.length > MAX_WHOLE ? text.slice(0, MAX_WHOLE) : text);

const MOST_OPEN = 20_000;

/**
 * Fills merged cells with what their first cell says. Headings are filled in every direction; below them only
 * merges of several rows are (a branch named once for its ten members), because a merge of one row is a title.
 */
export function mergeFiller(merges: readonly Range[]) {
  const several = merges.filter((merge) => merge.bottom > merge.top);
  const kept = new Map<Range, string>();
  let next = 0;
  const sorted = [...several].sort((a, b) => a.top - b.top);
  const open = new Set<Range>();
  return (row: SheetRow): void => {
    while (next < sorted.length && sorted[next]!.top <= row.number) open.add(sorted[next++]!);
    // Merges cannot overlap, so no more can be open than there are columns; a file that says otherwise lies.
    if (open.size > MOST_OPEN) refuse('sheet.broken');
    for (const merge of open) {
      if (merge.bottom < row.number) {
        open.delete(merge);
        kept.delete(merge);
      } else if (merge.top === row.number) kept.set(merge, row.cells[merge.left] ?? '');
      else row.cells[merge.left] ||= kept.get(merge) ?? '';
    }
  };
}

/** For the head of a sheet: what a merged cell says belongs to every column and row it covers. */
export function fillHead(rows: SheetRow[], merges: readonly Range[]): void {
  const byNumber = new Map(rows.map((row) => [row.number, row]));
  for (const merge of merges) {
    const text = byNumber.get(merge.top)?.cells[merge.left];
    if (!text) continue;
    for (let number = merge.top; number <= merge.bottom; number += 1) {
      const row = byNumber.get(number);
      if (!row) continue;
      for (let column = merge.left; column <= Math.min(merge.right, MAX_COLUMNS - 1); column += 1) {
        row.cells[column] ||= text;
      }
    }
  }
}
