/** What editors and reviewers see of papers. */
import { citationOf, outlineOf, type Clause } from '#modules/documents/index.server.ts';
import { bodyAsOf, within } from '#modules/organisation/index.server.ts';
import { namesOf } from '#modules/people/index.server.ts';
import { dayOf } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import { fold } from '#platform/text/fold.ts';
import type { PickQuery } from '../rules/pick.ts';
import { isSecondPerson, mayReview, maySee, mayWrite } from '../rules/bank.ts';
import { needsOf, type BlueprintRow, type RowNeed } from '../rules/blueprint.ts';
import { PAPERS, totalPoints, type PaperProblem, type PaperQuery, type SheetItem } from '../rules/paper.ts';
import { countPapers, findPaper, listPapers, placedOf, rowsOf, type ListedPaper, type PaperRow, type PlacedRow } from '../store/paper.server.ts';
import { bankBodies, type BodyChoice } from './bank.server.ts';
import type { Officer } from './change.server.ts';
import { coverageOfPaper, type DocumentCoverage } from './coverage.server.ts';
import { judge } from './paper.server.ts';
import { pickClause, type ClausePick } from './pick.server.ts';
import { drawable, sheetOf, staleTest } from './sheet.server.ts';
import { sampleSheet } from './sample-sheet.server.ts';

export type Papers = { query: PaperQuery; rows: ListedPaper[]; total: number; mayWrite: boolean };

/** Problem `forbidden`. */
export async function readPapers(db: Db, query: PaperQuery, officer: Officer): Promise<Result<Papers>> {
  const bodies = await bankBodies(db, officer);
  if (bodies.length === 0) return problem('forbidden');
  const words = fold(query.q).split(' ').filter((word) => word !== '');
  const filter = { bodies, words, state: query.state, limit: PAPERS, offset: (query.page - 1) * PAPERS };
  const [rows, total] = await Promise.all([listPapers(db, filter), countPapers(db, filter)]);
  return ok({ query, rows, total, mayWrite: officer.actor.grants.some(({ role }) => role === 'editor') });
}

/** An item of a fixed paper as its page shows it. */
export type ShownPlaced = Pick<PlacedRow, 'itemId' | 'number' | 'points' | 'stem' | 'question' | 'difficulty' | 'tags'> & {
  stale: boolean;
  retired: boolean;
  /** There is a newer approved version. */
  newer: number | null;
};
export type ShownRow = BlueprintRow & RowNeed & { document: string; clause: string };

export type PaperPage = Pick<PaperRow, 'id' | 'kind' | 'title' | 'about' | 'state' | 'note' | 'approvedAt' | 'retiredAt' | 'writtenAt'> & {
  seen: string;
  body: BodyChoice;
  writer: string;
  reviewer: string;
  items: ShownPlaced[];
  rows: ShownRow[];
  /** Items on a sheet and points that can be reached. */
  count: number;
  points: number;
  /** Approved items that it can be drawn from, and those left out because they rest on amended clauses. */
  bank: { usable: number; stale: number };
  problems: PaperProblem[];
  /** Items on it that rest on amended clauses. */
  stale: number;
  coverage: DocumentCoverage[];
  pick: ClausePick;
  may: { write: boolean; review: boolean; approve: boolean };
};

async function seen(db: Db, id: number, { actor, now }: Officer): Promise<Result<{ paper: PaperRow; may: PaperPage['may'] }>> {
  const paper = await findPaper(db, id);
  if (!paper) return problem('paper.missing');
  const isWithin = await within(db, dayOf(now));
  if (!maySee(actor, paper.bodyId, isWithin)) return problem('forbidden');
  const review = mayReview(actor, paper.bodyId, isWithin);
  const write = mayWrite(actor, paper.bodyId, isWithin);
  return ok({ paper, may: { write, review, approve: review && isSecondPerson(actor, paper.writtenBy) } });
}

/** Problems: `paper.missing`, `forbidden`. */
export async function readPaper(db: Db, id: number, query: PickQuery, officer: Officer): Promise<Result<PaperPage>> {
  const found = await seen(db, id, officer);
  if (!found.ok) return found;
  const { paper, may } = found.value;
  const today = dayOf(officer.now);
  const [body, names, placed, rows, bank, judged, pick] = await Promise.all([
    bodyAsOf(db, paper.bodyId, today),
    namesOf(db, [paper.writtenBy, paper.reviewedBy].filter((each) => each !== null)),
    placedOf(db, id),
    rowsOf(db, id),
    drawable(db, paper.bodyId, today),
    judge(db, paper, officer),
    pickClause(db, query, officer.now),
  ]);
  const { kind, title, about, state, note, approvedAt, retiredAt, writtenAt } = paper;
  const fixed = kind === 'fixed';
  return ok({
    id, kind, title, about, state, note, approvedAt, retiredAt, writtenAt, may, pick, ...judged,
    seen: writtenAt.toISOString(),
    body: { id: paper.bodyId, name: body?.name ?? '' },
    writer: names.get(paper.writtenBy ?? '') ?? '',
    reviewer: names.get(paper.reviewedBy ?? '') ?? '',
    items: await showPlaced(db, placed),
    rows: await showRows(db, rows, needsOf(rows, bank.candidates)),
    count: fixed ? placed.length : rows.reduce((sum, { count }) => sum + count, 0),
    points: totalPoints(fixed ? placed.map(({ points }) => points) : rows.map(({ count, points }) => count * points)),
    bank: { usable: bank.candidates.length, stale: bank.stale },
    coverage: await coverageOfPaper(db, { kind, placed, rows, candidates: bank.candidates }),
  });
}

async function showPlaced(db: Db, placed: readonly PlacedRow[]): Promise<ShownPlaced[]> {
  const isStale = await staleTest(db, placed.map(({ cites }) => cites));
  return placed.map(({ itemId, id, number, points, stem, question, difficulty, tags, cites, retiredAt, newest }) => ({
    itemId, number, points, stem, question, difficulty, tags,
    stale: isStale(cites), retired: retiredAt !== null, newer: newest && newest.id !== id ? newest.number : null,
  }));
}

async function showRows(db: Db, rows: readonly BlueprintRow[], needs: readonly RowNeed[]): Promise<ShownRow[]> {
  return Promise.all(rows.map(async (row, at) => {
    const outline = row.documentId === null ? undefined : await outlineOf(db, row.documentId, null);
    const { symbol = '', title = '' } = outline?.document ?? {};
    const clause = row.anchor === null ? '' : clauseName(outline?.clauses ?? [], row.anchor);
    return { ...row, ...needs[at]!, document: symbol || title, clause };
  }));
}

const clauseName = (clauses: readonly Clause[], anchor: string): string => citationOf(clauses, anchor) || anchor;

export type PrintedPaper = Pick<PaperRow, 'id' | 'title' | 'about' | 'state' | 'kind'> & {
  items: SheetItem[];
  points: number;
  problems: PaperProblem[];
  seed: string;
};

/**
 * A sheet as it would be asked, for looking and printing: of a drawn paper the one that `seed` gives; empty with the
 * problems when the bank has too few. Problems: `paper.missing`, `forbidden`.
 */
export async function readSheet(db: Db, id: number, seed: string, officer: Officer): Promise<Result<PrintedPaper>> {
  const found = await seen(db, id, officer);
  if (!found.ok) return found;
  const { paper } = found.value;
  const { asks, problems } = await sampleSheet(db, paper, seed, dayOf(officer.now));
  const items = await sheetOf(db, asks);
  const { title, about, state, kind } = paper;
  return ok({ id, title, about, state, kind, items, problems, seed, points: totalPoints(items.map(({ points }) => points)) });
}
