/** What an import is, from the upload to the last row. */
import type { Day, Instant } from '#platform/clock.ts';
import type { Field, ImportKind } from './fields.ts';

export const importStates = [
  'reading',
  'refused',
  'mapping',
  'checking',
  'checked',
  'applying',
  'done',
  'cancelled',
] as const;
export type ImportState = (typeof importStates)[number];

/** Work goes on by itself: the page looks again. */
export const isWorking = (state: ImportState): boolean => ['reading', 'checking', 'applying'].includes(state);
/** May still be called off: nothing has been written. */
export const mayCancel = (state: ImportState): boolean =>
  ['reading', 'mapping', 'checking', 'checked'].includes(state);
/** The columns may be said anew. */
export const mayMap = (state: ImportState): boolean => state === 'mapping' || state === 'checked';

/** A job that has said nothing for so long was killed, and nobody took it up: a person may start it again. */
export const SILENT_MS = 2 * 60_000;

/** Largest upload: a list of 40,000 with everything in it has 4 MB as .xlsx, 12 MB as UTF-16. */
export const MAX_FILE_BYTES = 20 * 1024 * 1024;
/** Rows of one transaction: half a second, so that nobody waits for locks and little is done again after a kill. */
export const BATCH_ROWS = 500;

/** What a column is, by its place; `field` null: not imported. Cells of sensitive columns are never read. */
export type MappedColumn = { column: number; label: string; field: Field | null; sensitive: boolean };
export type Mapping = {
  /** Place of the sheet in the file, from 0. */
  sheet: number;
  /** Data begins below this row. */
  headingRow: number;
  /** Leave out the rows that the spreadsheet hides. */
  skipHidden: boolean;
  columns: MappedColumn[];
};

export const outcomes = ['new', 'changed', 'unchanged', 'problem', 'ignored'] as const;
export type Outcome = (typeof outcomes)[number];

/** What is wrong with a row. `stop` keeps the whole row out; the others only leave that cell out. */
export type Finding = {
  field?: Field;
  code: string;
  values?: Record<string, string | number>;
  stop: boolean;
};

export type Counts = Partial<Record<Outcome, number>> & {
  /** Rows with anything in them below the headings. */
  rows?: number;
  /** Rows read and judged so far, for the progress. */
  read?: number;
  judged?: number;
  hidden?: number;
  /** Rows of which only a cell is left out. */
  partly?: number;
  /** Rows whose first day is earlier than the record of the body. */
  shortened?: number;
  /** Old fonts: how many cells were converted, with examples. */
  converted?: number;
  examples?: { from: string; to: string }[];
  /** While and after applying. */
  applied?: number;
  refused?: number;
  joined?: number;
  moved?: number;
  ended?: number;
};

export type Import = {
  id: number;
  kind: ImportKind;
  body: number;
  asOf: Day;
  state: ImportState;
  fileName: string;
  fileBytes: number;
  refusal: { code: string; values?: Record<string, string | number> } | null;
  mapping: Mapping | null;
  counts: Counts;
  position: number;
  startedBy: string;
  startedAt: Instant;
  progressAt: Instant;
  finishedAt: Instant | null;
};

/** Columns whose cells may be read at all: mapped, and not sensitive. */
export const readColumns = ({ columns }: Mapping): (MappedColumn & { field: Field })[] =>
  columns.flatMap((each) => (each.field === null || each.sensitive ? [] : [{ ...each, field: each.field }]));

/** What must be mapped before a dry run: problem codes, none when all is there. */
export function missingFields(kind: ImportKind, mapping: Mapping): string[] {
  const fields = new Set(readColumns(mapping).map(({ field }) => field));
  const missing: string[] = [];
  if (!fields.has('code')) missing.push('mapping.code');
  const named = fields.has('name') || (fields.has('family') && fields.has('given'));
  if (!named) missing.push('mapping.name');
  const both = kind === 'members' && fields.has('name') && (fields.has('family') || fields.has('given'));
  if (both) missing.push('mapping.nameTwice');
  return missing;
}
