/** One sheet to look at, also of a paper that is not approved. */
import type { Day } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { drawPaper } from '../rules/blueprint.ts';
import { drawnProblems, type PaperProblem } from '../rules/paper.ts';
import { placedOf, rowsOf, type PaperRow } from '../store/paper.server.ts';
import { drawable } from './sheet.server.ts';

type Sample = { asks: { versionId: number; points: number }[]; problems: PaperProblem[] };

export async function sampleSheet(db: Db, { id, kind, bodyId }: PaperRow, seed: string, today: Day): Promise<Sample> {
  if (kind === 'fixed') {
    return { asks: (await placedOf(db, id)).map((row) => ({ versionId: row.id, points: row.points })), problems: [] };
  }
  const [rows, { candidates }] = await Promise.all([rowsOf(db, id), drawable(db, bodyId, today)]);
  const paper = drawPaper(rows, candidates, seed);
  if (!paper.ok) return { asks: [], problems: drawnProblems(rows.length, paper.shortages) };
  const asks = paper.drawn.map(({ at, row }) => ({ versionId: candidates[at]!.versionId, points: rows[row]!.points }));
  return { asks, problems: [] };
}
