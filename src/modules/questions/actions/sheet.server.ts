/** What a quiz takes from the bank: a choice of papers, and sheets with everything that is asked. */
import { staleCitations, type Citation } from '#modules/documents/index.server.ts';
import { bodiesWithin } from '#modules/organisation/index.server.ts';
import type { Day } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { failed, ok, problem, type Result } from '#platform/result.ts';
import { drawPaper } from '../rules/blueprint.ts';
import { drawnProblems, fixedProblems, type PaperSheet, type SheetItem } from '../rules/paper.ts';
import { translated, withAccepted } from '../rules/translation.ts';
import type { VersionRow } from '../store/item.server.ts';
import { mediaOfVersions, type MediaRow } from '../store/media.server.ts';
import { candidatesOf, findPaper, listPapers, placedOf, rowsOf, versionsById, type CandidateRow, type PaperRow } from '../store/paper.server.ts';
import { translationsOf, type TranslationRow } from '../store/translation.server.ts';

export type PaperChoice = Pick<PaperRow, 'id' | 'title' | 'kind' | 'bodyId'> & { items: number; points: number };

/** Approved papers of these bodies that are still in use, the newest first, at most 200. */
export async function approvedPapers(db: Db, bodies: readonly number[]): Promise<PaperChoice[]> {
  const papers = await listPapers(db, { bodies, words: [], state: 'approved', limit: 200, offset: 0 });
  return papers.map(({ id, title, kind, bodyId, items, points }) => ({ id, title, kind, bodyId, items, points }));
}

const citeKey = ({ documentId, version, anchor }: Citation) => `${documentId} ${version} ${anchor}`;

/** Tells of each list of citations whether one of them was amended since. */
export async function staleTest(db: Db, lists: readonly (readonly Citation[])[]): Promise<(cites: readonly Citation[]) => boolean> {
  const distinct = new Map(lists.flat().map((cite) => [citeKey(cite), cite]));
  const stale = new Set((await staleCitations(db, [...distinct.values()])).map(citeKey));
  return (cites) => cites.some((cite) => stale.has(citeKey(cite)));
}

/** What a paper of the body can be drawn from: the banks of the body and of those below; nothing that rests on amended clauses. */
export async function drawable(db: Db, bodyId: number, today: Day): Promise<{ candidates: CandidateRow[]; stale: number }> {
  const all = await candidatesOf(db, await bodiesWithin(db, bodyId, today));
  const isStale = await staleTest(db, all.map(({ cites }) => cites));
  const candidates = all.filter(({ cites }) => !isStale(cites));
  return { candidates, stale: all.length - candidates.length };
}

type Ask = { versionId: number; points: number };

/** These versions as they are asked, in this order. */
export async function sheetOf(db: Db, asks: readonly Ask[]): Promise<SheetItem[]> {
  const ids = asks.map(({ versionId }) => versionId);
  const [rows, media, translations] = await Promise.all([versionsById(db, ids), mediaOfVersions(db, ids), translationsOf(db, ids)]);
  const versions = new Map(rows.map((row) => [row.id, row]));
  const mediaBy = Map.groupBy(media, (each) => each.versionId);
  const wordsBy = Map.groupBy(translations.filter(({ state }) => state === 'approved'), (each) => each.versionId);
  return asks.flatMap(({ versionId, points }, at) => {
    const version = versions.get(versionId);
    if (!version) return [];
    const parts = { media: mediaBy.get(versionId) ?? [], translations: wordsBy.get(versionId) ?? [] };
    return [itemOf(version, parts, { number: at + 1, points })];
  });
}

type Parts = { media: readonly MediaRow[]; translations: readonly TranslationRow[] };

function itemOf(version: VersionRow, { media, translations }: Parts, place: { number: number; points: number }): SheetItem {
  const { itemId, id, stem, explanation, difficulty, tags, cites } = version;
  // Whoever answers in their own language is right, too.
  const question = translations.reduce((asked, { texts }) => withAccepted(asked, texts), version.question);
  const languages = Object.fromEntries(translations.map((words) =>
    [words.language, { stem: words.stem, question: translated(question, words.texts), explanation: words.explanation }]));
  return {
    itemId, versionId: id, ...place, stem, question, explanation, difficulty, tags, citations: cites, languages,
    media: media.map(({ versionId: _version, fileId: _file, ...medium }) => medium),
  };
}

/**
 * Sheets of an approved paper: the same for all when it is fixed, else one drawing for each, from `seed` and its number.
 * Whoever asks keeps a copy: the bank goes on changing. Problems: `paper.missing`, `paper.step` (not approved, or no
 * longer in use), and what makes that nothing can be asked now: `paper.few`, `paper.fewTogether`, `paper.retired`, …
 */
export async function drawSheets(tx: Db, paperId: number, count: number, seed: string, today: Day): Promise<Result<PaperSheet[]>> {
  const paper = await findPaper(tx, paperId);
  if (!paper) return problem('paper.missing');
  if (paper.state !== 'approved' || paper.retiredAt) return problem('paper.step');
  return paper.kind === 'fixed' ? fixedSheets(tx, paperId, count) : drawnSheets(tx, paper, { count, seed, today });
}

async function fixedSheets(tx: Db, paperId: number, count: number): Promise<Result<PaperSheet[]>> {
  const placed = await placedOf(tx, paperId);
  const problems = fixedProblems(placed.map((item) => ({ ...item, retired: item.retiredAt !== null })));
  if (problems.length > 0) return failed(...problems);
  const items = await sheetOf(tx, placed.map(({ id, points }) => ({ versionId: id, points })));
  return ok(Array.from({ length: count }, () => ({ items })));
}

type Drawing = { count: number; seed: string; today: Day };

async function drawnSheets(tx: Db, paper: PaperRow, { count, seed, today }: Drawing): Promise<Result<PaperSheet[]>> {
  const rows = await rowsOf(tx, paper.id);
  const { candidates } = await drawable(tx, paper.bodyId, today);
  const drawings: Ask[][] = [];
  for (let number = 0; number < count; number++) {
    const paperDrawn = drawPaper(rows, candidates, `${seed}:${number}`);
    if (!paperDrawn.ok) return failed(...drawnProblems(rows.length, paperDrawn.shortages));
    drawings.push(paperDrawn.drawn.map(({ at, row }) => ({ versionId: candidates[at]!.versionId, points: rows[row]!.points })));
  }
  if (rows.length === 0) return problem('paper.empty');
  // Each version is read once, however many sheets it is on.
  const known = new Map((await sheetOf(tx, distinct(drawings))).map((item) => [item.versionId, item]));
  return ok(drawings.map((asks) => ({
    items: asks.map(({ versionId, points }, at) => ({ ...known.get(versionId)!, points, number: at + 1 })),
  })));
}

const distinct = (drawings: readonly Ask[][]): Ask[] => [...new Map(drawings.flat().map((ask) => [ask.versionId, ask])).values()];
