/** Choosing items of the bank for a fixed paper. */
import { bodiesWithin, within } from '#modules/organisation/index.server.ts';
import { dayOf } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import { mayWrite, PAGE, type BankQuery } from '../rules/bank.ts';
import { countItems, listItems, tagsOf, type VersionRow } from '../store/item.server.ts';
import { findPaper, placedOf } from '../store/paper.server.ts';
import { filterOf } from './bank.server.ts';
import type { Officer } from './change.server.ts';
import { staleTest } from './sheet.server.ts';

export type ChoosePage = {
  id: number;
  title: string;
  seen: string;
  query: BankQuery;
  rows: (Pick<VersionRow, 'itemId' | 'stem' | 'question' | 'difficulty' | 'tags'> & { stale: boolean; on: boolean })[];
  total: number;
  tags: string[];
  count: number;
};

/** Items whose newest version is approved. Problems: `paper.missing`, `forbidden`, `paper.step` (not a fixed draft). */
export async function readChoose(db: Db, id: number, asked: BankQuery, { actor, now }: Officer): Promise<Result<ChoosePage>> {
  const paper = await findPaper(db, id);
  if (!paper) return problem('paper.missing');
  if (!mayWrite(actor, paper.bodyId, await within(db, dayOf(now)))) return problem('forbidden');
  if (paper.state !== 'draft' || paper.kind !== 'fixed' || paper.retiredAt) return problem('paper.step');
  const bodies = await bodiesWithin(db, paper.bodyId, dayOf(now));
  const query = { ...asked, state: 'approved' as const };
  const filter = { ...await filterOf(db, query, bodies), limit: PAGE, offset: (query.page - 1) * PAGE };
  const [rows, total, tags, placed] = await Promise.all([
    listItems(db, filter), countItems(db, filter), tagsOf(db, bodies), placedOf(db, id),
  ]);
  const isStale = await staleTest(db, rows.map(({ cites }) => cites));
  const on = new Set(placed.map(({ itemId }) => itemId));
  return ok({
    id, title: paper.title, seen: paper.writtenAt.toISOString(), query, total, tags, count: placed.length,
    rows: rows.map(({ itemId, stem, question, difficulty, tags: own, cites }) => ({
      itemId, stem, question, difficulty, tags: own, stale: isStale(cites), on: on.has(itemId),
    })),
  });
}
