/**
 * People of a quiz as other systems may know them: in bands of more than `SMALL`, of whom all are told the same. What is
 * said of a band (mean score, passed or not) is true of so many that it is about none of them.
 */
import { SMALL } from '#platform/text/disclosure.ts';

/** Attempts that count and are worth the same. `points` null: somebody still has to read them. */
export type ScoreRow = { points: number | null; ofPoints: number; passed: boolean | null; people: number; seconds: number };

export type Band = {
  people: number;
  /** Absent where not all did, where too few did otherwise, or where nothing is passed. */
  success?: boolean;
  /** Means; `of` absent where sheets were worth different sums. */
  score?: { scaled: number; points: number; of?: number };
  /** Mean time on the sheet. */
  seconds: number;
};

/** Fewer people than that: no statement at all. */
export const LEAST_PEOPLE = 25;

const peopleOf = (rows: readonly ScoreRow[]): number => rows.reduce((sum, { people }) => sum + people, 0);
const isSmall = (rows: readonly ScoreRow[]): boolean => peopleOf(rows) <= SMALL;
const shareOf = ({ points, ofPoints }: ScoreRow): number => (points === null || ofPoints === 0 ? 0 : points / ofPoints);

/** Rising, in pieces of more than `SMALL`; a rest goes to the last piece. One small piece when there are too few at all. */
function pieces(rows: readonly ScoreRow[]): ScoreRow[][] {
  const made: ScoreRow[][] = [];
  let open: ScoreRow[] = [];
  for (const row of [...rows].sort((a, b) => shareOf(a) - shareOf(b))) {
    open.push(row);
    if (isSmall(open)) continue;
    made.push(open);
    open = [];
  }
  if (open.length > 0) made.push([...(made.pop() ?? []), ...open]);
  return made;
}

/**
 * Those who passed and those who did not, apart. Where either are at most `SMALL`, none included, the piece next to them
 * is told with them and without success: no such number can be worked out from what is told.
 */
function sides(rows: readonly ScoreRow[]): { rows: ScoreRow[]; mixed: boolean }[] {
  const failed = rows.filter(({ passed }) => passed === false);
  const passed = rows.filter((row) => row.passed === true);
  const plain = (list: ScoreRow[][]) => list.map((each) => ({ rows: each, mixed: false }));
  if (isSmall(failed) && isSmall(passed)) return [{ rows: [...failed, ...passed], mixed: true }];
  const [low, high] = [pieces(failed), pieces(passed)];
  if (isSmall(failed)) return [{ rows: [...failed, ...high[0]!], mixed: true }, ...plain(high.slice(1))];
  if (isSmall(passed)) return [...plain(low.slice(0, -1)), { rows: [...low.at(-1)!, ...passed], mixed: true }];
  return [...plain(low), ...plain(high)];
}

/** @param marked something can be passed. @returns bands of more than `SMALL` people, if there are so many at all */
export function bandsOf(rows: readonly ScoreRow[], marked: boolean): Band[] {
  const read = rows.filter(({ points }) => points !== null);
  const scored = marked ? sides(read) : pieces(read).map((each) => ({ rows: each, mixed: true }));
  const unread = rows.filter(({ points }) => points === null);
  const parts = [{ rows: unread, mixed: true }, ...scored].filter((part) => part.rows.length > 0);
  for (let at = parts.findIndex((part) => isSmall(part.rows)); at >= 0 && parts.length > 1; at = parts.findIndex((part) => isSmall(part.rows))) {
    const [small] = parts.splice(at, 1);
    const near = parts[Math.max(0, at - 1)]!;
    parts[Math.max(0, at - 1)] = { rows: [...near.rows, ...small!.rows], mixed: true };
  }
  return parts.map(({ rows: own, mixed }) => bandOf(own, mixed));
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

function bandOf(rows: readonly ScoreRow[], mixed: boolean): Band {
  const people = peopleOf(rows);
  const mean = (of: (row: ScoreRow) => number): number => rows.reduce((sum, row) => sum + of(row) * row.people, 0) / people;
  const seconds = Math.round(rows.reduce((sum, row) => sum + row.seconds, 0) / people);
  const success = mixed || rows.some(({ passed }) => passed === null) ? {} : { success: rows[0]!.passed! };
  if (rows.some(({ points }) => points === null)) return { people, seconds };
  const sums = new Set(rows.map(({ ofPoints }) => ofPoints));
  const of = sums.size === 1 ? { of: rows[0]!.ofPoints } : {};
  const points = rounded(mean((row) => row.points ?? 0), 3);
  return { people, seconds, ...success, score: { scaled: rounded(mean(shareOf), 4), points, ...of } };
}
