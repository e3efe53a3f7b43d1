/** The matrix of a paper: clauses of the documents it asks about, and how often each is asked. */
import { citationOf, depthOf, outlineOf, type Clause } from '#modules/documents/index.server.ts';
import type { Db } from '#platform/database/client.ts';
import type { Difficulty } from '../rules/bank.ts';
import { drawPaper, fits, type BlueprintRow } from '../rules/blueprint.ts';
import { coverageOf, type Asked, type ClauseLine, type CoverageLine } from '../rules/coverage.ts';
import type { PaperKind } from '../rules/paper.ts';
import type { CandidateRow, PlacedRow } from '../store/paper.server.ts';

export type DocumentCoverage = { documentId: number; version: number; name: string; lines: CoverageLine[]; missing: number };
type Parts = { kind: PaperKind; placed: readonly PlacedRow[]; rows: readonly BlueprintRow[]; candidates: readonly CandidateRow[] };
type Weighed = { itemId: number; difficulty: Difficulty; weight: number; cites: readonly { documentId: number; anchor: string }[] };

/** Drawings that the chance of an item is estimated from; more would not change what a person reads. */
const DRAWINGS = 40;

function weighed({ kind, placed, rows, candidates }: Parts): Weighed[] {
  if (kind === 'fixed') return placed.map(({ itemId, difficulty, cites }) => ({ itemId, difficulty, cites, weight: 1 }));
  const times = new Map<number, number>();
  for (let number = 0; number < DRAWINGS; number++) {
    const paper = drawPaper(rows, candidates, `coverage:${number}`);
    for (const { at } of paper.drawn) times.set(at, (times.get(at) ?? 0) + 1);
  }
  return candidates.flatMap((item, at) => (rows.some((row) => fits(row, item))
    ? [{ itemId: item.itemId, difficulty: item.difficulty as Difficulty, cites: item.cites, weight: (times.get(at) ?? 0) / DRAWINGS }]
    : []));
}

const inDocument = (items: readonly Weighed[], documentId: number): Asked[] =>
  items.flatMap(({ itemId, difficulty, weight, cites }) => {
    const anchors = cites.filter((cite) => cite.documentId === documentId).map(({ anchor }) => anchor);
    return anchors.length > 0 ? [{ itemId, difficulty, weight, anchors }] : [];
  });

/** Articles; in the Party's style Roman parts; else whatever stands at the top. */
function linesOf(clauses: readonly Clause[]): ClauseLine[] {
  const citable = clauses.filter(({ kind }) => kind !== 'opening' && kind !== 'closing');
  const level = (['article', 'roman'] as const).find((kind) => citable.some((clause) => clause.kind === kind));
  const isTop = (clause: Clause) => (level ? clause.kind === level : clause.parent === null);
  return citable.map((clause) => ({
    anchor: clause.anchor, label: citationOf(clauses, clause.anchor), heading: clause.heading, top: isTop(clause),
    depth: isTop(clause) ? 0 : depthOf(clauses, clause),
  }));
}

/** The documents that the paper or its blueprint names, in the order in which they come up. */
export async function coverageOfPaper(db: Db, parts: Parts): Promise<DocumentCoverage[]> {
  const asked = weighed(parts);
  const bank = parts.candidates.map(({ itemId, difficulty, cites }) => ({ itemId, difficulty: difficulty as Difficulty, cites, weight: 1 }));
  const named = parts.rows.flatMap(({ documentId }) => (documentId === null ? [] : [documentId]));
  const cited = asked.filter(({ weight }) => weight > 0).flatMap(({ cites }) => cites.map(({ documentId }) => documentId));
  const documents = await Promise.all([...new Set([...named, ...cited])].map(async (documentId) => {
    const outline = await outlineOf(db, documentId, null);
    if (!outline) return [];
    const lines = coverageOf(linesOf(outline.clauses), inDocument(asked, documentId), inDocument(bank, documentId));
    const { symbol, title } = outline.document;
    const missing = lines.filter((line) => line.top && line.total === 0).length;
    return [{ documentId, version: outline.version, name: symbol ? `${symbol} – ${title}` : title, lines, missing }];
  }));
  return documents.flat();
}
