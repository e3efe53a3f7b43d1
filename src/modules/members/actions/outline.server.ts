/** What a file contains, as the page that maps its columns needs it. */
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { readOutline } from '#platform/spreadsheet/read.server.ts';
import type { Outline, SheetOutline } from '#platform/spreadsheet/sheet.ts';
import type { Field, ImportKind } from '../rules/fields.ts';
import { findHeading, guessColumns, headingAt, type ColumnGuess, type Heading } from '../rules/heading.ts';
import { asHouse, type Ground } from './ground.server.ts';
import { changeImport, deleteFile, findImport, readFile } from '../store/import.server.ts';

/** The headings of a sheet: where an officer says, else where they look like some, else in its first row. */
export function headingOf(kind: ImportKind, sheet: SheetOutline, row: number | null): Heading {
  const found = findHeading(kind, sheet.head);
  if (row !== null && found?.row !== row) return headingAt(sheet.head, row);
  return found ?? headingAt(sheet.head, sheet.head[0]?.number ?? 1);
}

export const columnsOf = (
  kind: ImportKind,
  heading: Heading,
  remembered: ReadonlyMap<string, Field | ''>,
): ColumnGuess[] => guessColumns(kind, heading, remembered);

/** Among several sheets, the one that looks most like a list; hidden ones only when nothing else does. */
export function bestSheet(kind: ImportKind, { sheets }: Outline): number {
  const score = (sheet: SheetOutline): number => {
    const heading = findHeading(kind, sheet.head);
    const named = heading ? guessColumns(kind, heading, new Map()).filter(({ field }) => field !== null).length : 0;
    return named * 1_000 + (sheet.hidden ? 0 : 500) + Math.min(sheet.rows, 400) / 1_000;
  };
  const scores = sheets.map(score);
  return scores.indexOf(Math.max(...scores));
}

/**
 * The rows that an outline keeps show columns that may never be kept: their cells are emptied before anything is
 * stored. The headings stay, so that the page can name what is not imported.
 */
function withoutSensitive(kind: ImportKind, outline: Outline): Outline {
  const sheets = outline.sheets.map((sheet) => {
    const heading = findHeading(kind, sheet.head);
    if (!heading) {
      const head = sheet.head.slice(0, SHOWN_UNKNOWN).map((row) => ({ ...row, cells: row.cells.map(shown) }));
      return { ...sheet, head };
    }
    const sensitive = new Set(guessColumns(kind, heading, new Map()).flatMap((each) => (each.sensitive ? [each.column] : [])));
    const head = sheet.head
      .filter(({ number }) => number <= heading.row + SHOWN_BELOW)
      .map((row) =>
        row.number <= heading.row ? row : { ...row, cells: row.cells.map((text, at) => (sensitive.has(at) ? '' : shown(text))) },
      );
    return { ...sheet, head };
  });
  return { ...outline, sheets };
}

/** Twelve digits are the number of an identity card, whatever stands above them. */
const shown = (text: string): string => (/^\d{12}$/.test(text) ? '············' : text);

/** Rows of data that are kept as a sample; and when nobody knows where the headings are. */
const SHOWN_BELOW = 8;
const SHOWN_UNKNOWN = 25;

/** The job behind an upload. Runs again without harm. */
export async function readImport({ db }: Ground, id: number, now: () => Instant): Promise<void> {
  const it = await asHouse(db, 'read', (tx) => findImport(tx, id));
  if (it?.state !== 'reading') return;
  const file = await asHouse(db, 'read', (tx) => readFile(tx, id));
  const outline = file ? await readOutline(file) : undefined;
  if (outline?.ok) {
    await changeWhileReading(db, id, { state: 'mapping', outline: withoutSensitive(it.kind, outline.value) }, now());
    return;
  }
  const refusal = outline?.problems[0] ?? { code: 'import.fileGone' };
  const { code, values } = refusal;
  await changeWhileReading(db, id, { state: 'refused', refusal: values ? { code, values } : { code }, finishedAt: now() }, now());
  await asHouse(db, 'read', (tx) => deleteFile(tx, id));
}

/** The officer may have called it off meanwhile. */
async function changeWhileReading(db: Db, id: number, change: Parameters<typeof changeImport>[2], now: Instant): Promise<void> {
  await asHouse(db, 'read', async (tx) => {
    const it = await findImport(tx, id);
    if (it?.state === 'reading') await changeImport(tx, id, change, now);
  });
}
