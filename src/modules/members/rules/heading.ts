/** Finds the headings of a list: offices put titles above them, merge them, and spread them over two rows. */
import { guessField, headingKey, isCounter, isSensitive, type Field, type Guess, type ImportKind } from './fields.ts';

/** A row of the head of a sheet: its number as the spreadsheet counts, its cells by column. */
export type HeadRow = { number: number; cells: readonly string[] };

export type Heading = {
  /** Number of the last row of headings: data begins below. */
  row: number;
  /** What stands over each column, several rows joined. */
  labels: string[];
  /** What its lowest row alone says: "Tên" below "Họ và tên". */
  lowest: string[];
};

/** Headings end here: whatever comes later is data. */
const SEARCH_ROWS = 40;
/** Two rows ("Miễn sinh hoạt" over "Từ ngày", "Đến ngày", "Lý do") are common, three are seen. */
const MAX_HEIGHT = 3;

function joined(rows: readonly HeadRow[]): string[] {
  const width = Math.max(0, ...rows.map((row) => row.cells.length));
  return Array.from({ length: width }, (_, column) => {
    const texts = rows.map((row) => row.cells[column] ?? '').filter((text) => text !== '');
    return texts.filter((text, index) => texts.indexOf(text) === index).join(' ');
  });
}

/** By everything that stands over a column, or by the lowest word alone where that says it better. */
function guessOver(kind: ImportKind, label: string, lowest: string): Guess | undefined {
  const guesses = [guessField(kind, label), lowest === label ? undefined : guessField(kind, lowest)];
  const better = (a: Guess, b: Guess) => a.sure > b.sure || (a.sure === b.sure && a.length >= b.length);
  return guesses.reduce((best, each) => (best && (!each || better(best, each)) ? best : each), undefined);
}

/** How many different fields these labels name, with what counts rows and what is sensitive: those are headings too. */
function score(kind: ImportKind, { labels, lowest }: Heading): number {
  const named = new Set<string>();
  let sure = 0;
  for (const [column, label] of labels.entries()) {
    if (isCounter(label)) named.add('#');
    if (isSensitive(label)) named.add(headingKey(label));
    const guess = guessOver(kind, label, lowest[column] ?? '');
    if (!guess || named.has(guess.field)) continue;
    named.add(guess.field);
    sure += guess.sure;
  }
  return named.size * 10 + sure;
}

/** Fewer words than this over the columns are a title with a name in it. */
const MIN_SCORE = 20;

/** The best headings among the first rows; undefined when nothing looks like any. */
export function findHeading(kind: ImportKind, rows: readonly HeadRow[]): Heading | undefined {
  let best: { heading: Heading; score: number } | undefined;
  const searched = rows.slice(0, SEARCH_ROWS);
  for (let at = 0; at < searched.length; at += 1) {
    for (let height = 1; height <= MAX_HEIGHT && at + height <= searched.length; height += 1) {
      const window = searched.slice(at, at + height);
      const last = window.at(-1)!;
      // A second row of headings stands directly below the first.
      if (height > 1 && last.number !== window[0]!.number + height - 1) break;
      const heading: Heading = { row: last.number, labels: joined(window), lowest: [...last.cells] };
      // Each further row must name something more, or it is the first row of data.
      const reached = score(kind, heading) - (height - 1) * 5;
      if (reached >= MIN_SCORE && reached > (best?.score ?? 0)) {
        best = { heading, score: reached };
      }
    }
  }
  return best?.heading;
}

/** The headings when an officer says in which row they end. */
export function headingAt(rows: readonly HeadRow[], row: number): Heading {
  const found = rows.find(({ number }) => number === row);
  const labels = [...(found?.cells ?? [])];
  return { row, labels, lowest: labels };
}

export type ColumnGuess = { column: number; label: string; field: Field | null; sensitive: boolean };

/**
 * What each column is: what was said of such a heading before, else the surest guess; no field twice.
 * `remembered`: field (or '' for "not imported") by folded heading.
 */
export function guessColumns(
  kind: ImportKind,
  { labels, lowest }: Pick<Heading, 'labels' | 'lowest'>,
  remembered: ReadonlyMap<string, Field | ''>,
): ColumnGuess[] {
  const guesses = labels.map((label, column) => {
    const known = remembered.get(headingKey(label));
    const guess: Guess | undefined =
      known === undefined ? guessOver(kind, label, lowest[column] ?? '') : known === '' ? undefined : { field: known, sure: 4, length: 0 };
    return { column, label, guess, sensitive: isSensitive(label) };
  });
  const taken = new Map<Field, number>();
  for (const { column, guess, sensitive } of guesses) {
    if (!guess || sensitive) continue;
    const rival = taken.get(guess.field);
    if (rival === undefined || guess.sure > (guesses[rival]?.guess?.sure ?? 0)) taken.set(guess.field, column);
  }
  // "Họ" and "Tên" are halves of a name only together, and only where no column has the whole.
  if (taken.has('name') || !taken.has('family') || !taken.has('given')) {
    if (taken.has('given') && !taken.has('name') && !taken.has('family')) taken.set('name', taken.get('given')!);
    taken.delete('family');
    taken.delete('given');
  }
  return guesses.map(({ column, label, sensitive }) => {
    const field = [...taken].find(([, at]) => at === column)?.[0] ?? null;
    return { column, label, field, sensitive };
  });
}

/** A row such as "1 2 3 4" or "(1) (2) (3)" or "A B 1 2" below the headings, which numbers the columns. */
export function isNumbering(cells: readonly string[]): boolean {
  const filled = cells.filter((text) => text !== '').map((text) => text.replace(/[()[\]]/g, '').trim());
  const short = filled.every((text) => /^(\d{1,2}|[A-Z])$/.test(text));
  const numbers = filled.filter((text) => /^\d+$/.test(text)).map(Number);
  // Only the mapped columns come here, so some numbers may be left out.
  return filled.length >= 3 && short && numbers.every((each, at) => at === 0 || each > numbers[at - 1]!);
}
