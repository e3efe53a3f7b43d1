/** What the process that opens a file is asked, and what it says: one line of JSON a message, on its output. */
import type { Refusal } from './refused.ts';
import type { Outline, SheetRow } from './sheet.ts';

/** The file itself comes on the input. */
export type Order =
  | { what: 'outline' }
  /** The cells of every row are those of `columns`, in that order; `whole`: with their lines, as `wholeCell` keeps them. */
  | { what: 'rows'; sheet: number; columns: readonly number[]; whole: boolean };
export type Message = { outline: Outline } | { rows: SheetRow[] } | { end: true } | { refusal: Refusal };

/** A message has at most so many rows, and no more of them once their texts are this long: memory stays flat. */
export const BATCH_ROWS = 500;
export const BATCH_LETTERS = 500_000;
/** A line longer than any message: an outline of sixty rows of every sheet is far below. */
export const LONGEST_LINE = 32 * 1024 * 1024;
