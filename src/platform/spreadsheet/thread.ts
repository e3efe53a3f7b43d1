/** What the thread that opens a file and the thread that asked for it say to each other. */
import type { Refusal } from './refused.ts';
import type { Outline, SheetRow } from './sheet.ts';

export type Order = { bytes: Uint8Array } & (
  | { what: 'outline' }
  /** The cells of every row are those of `columns`, in that order. */
  | { what: 'rows'; sheet: number; columns: readonly number[] }
);
export type Message = { outline: Outline } | { rows: SheetRow[] } | { end: true } | { refusal: Refusal };

/** Rows of one message. */
export const BATCH = 500;
/** Messages that may lie unread: reading goes on while the last batch is written, and no further. */
export const AHEAD = 3;
