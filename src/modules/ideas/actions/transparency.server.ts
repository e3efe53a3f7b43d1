import { bodyName } from '#modules/organisation/index.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { quarterOf, quartersBetween, type Quarter } from '../rules/quarters.ts';
import { noFigures, type Statistics } from '../rules/statistics.ts';
import { figuresByBody, figuresByQuarter, refusalsByReason } from '../store/transparency.server.ts';

/**
 * What became of all ideas, or of those received in one quarter. Anyone may read it: it counts ideas that are public
 * or that were refused by a public decision, and says nothing about a person.
 */
export async function readStatistics(db: Db, quarter: Quarter | null, now: Instant): Promise<Statistics> {
  const today = dayOf(now);
  const [rows, reasons, bodies] = await Promise.all([
    figuresByQuarter(db, now, today),
    refusalsByReason(db, now, quarter),
    figuresByBody(db, now, today, quarter),
  ]);
  const known = new Map(rows.map((row) => [row.quarter, row]));
  const current = quarterOf(now);
  const quarters = quartersBetween(rows[0]?.quarter ?? current, current);
  return {
    asOf: now,
    quarter,
    figures: known.get(quarter) ?? noFigures(quarter),
    quarters: quarters.map((one) => known.get(one) ?? noFigures(one)),
    reasons,
    bodies: await Promise.all(
      bodies.map(async ({ lastDay, ...rest }) => ({ ...rest, body: await bodyName(db, rest.bodyId, lastDay, today) })),
    ),
  };
}
