import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { csv, type Cell } from '#platform/text/csv.ts';
import type { Translate } from '#platform/words/translate.ts';
import type { Quarter } from '../rules/quarters.ts';
import { noFigures, onTimeShare, type Statistics } from '../rules/statistics.ts';
import { readStatistics } from './transparency.server.ts';

type Table = { header: string[]; rows: Cell[][] };

const FIGURES = Object.keys(noFigures(null)).filter((key) => key !== 'quarter') as Exclude<
  keyof Statistics['figures'],
  'quarter'
>[];

/** Codes stay beside names: programs read codes, people read names. Numbers are written plainly, as the header says. */
const tables: Readonly<Record<string, (t: Translate, statistics: Statistics) => Table>> = {
  quarters: (t, { figures, quarters, quarter }) => ({
    header: [fig(t, 'quarter'), ...FIGURES.map((key) => fig(t, key)), fig(t, 'onTimePercent')],
    rows: (quarter === null ? quarters : [figures]).map((one) => [
      one.quarter,
      ...FIGURES.map((key) => one[key]),
      onTimeShare(one),
    ]),
  }),
  reasons: (t, { reasons }) => ({
    header: [fig(t, 'code'), fig(t, 'reason'), fig(t, 'count')],
    rows: reasons.map(({ reason, count }) => [reason, t.dynamic(`ideas.reason.${reason}`), count]),
  }),
  bodies: (t, { bodies }) => ({
    header: ['code', 'body', 'passed', 'transferred', 'answered', 'onTime', 'held', 'overdue', 'medianDays', 'p90Days',
      'longestWaitDays'].map((key) => fig(t, key)),
    rows: bodies.map((one) => [one.bodyId, one.body, one.received, one.transferred, one.answered, one.onTime, one.waiting,
      one.overdue, one.medianDays, one.p90Days, one.longestWaitDays]),
  }),
};

const fig = (t: Translate, key: string): string => t.dynamic(`ideas.transparency.fig.${key}`);

/**
 * A table of the page of transparency as CSV, with the same numbers. Every row says as of when.
 * @param table `quarters`, `reasons` or `bodies`; undefined for any other
 */
export async function exportStatistics(
  db: Db,
  { table, quarter, t, now }: { table: string; quarter: Quarter | null; t: Translate; now: Instant },
): Promise<string | undefined> {
  const write = Object.hasOwn(tables, table) ? tables[table] : undefined;
  if (!write) return undefined;
  const statistics = await readStatistics(db, quarter, now);
  const { header, rows } = write(t, statistics);
  const asOf = statistics.asOf.toISOString();
  return csv([...header, fig(t, 'asOf')], rows.map((row) => [...row, asOf]));
}
