/** What the analysis of a quiz shows, to whoever keeps the quiz or works in a body in which it was answered. */
import { citationOf, outlineOf } from '#modules/documents/index.server.ts';
import { ancestors, bodyName, parentOf, within, type IsWithin } from '#modules/organisation/index.server.ts';
import { dayOf, type Day } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import { holds } from '#platform/policy.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import { hideSmall, SMALL } from '#platform/text/disclosure.ts';
import { hintOf, type Hint } from '../rules/analysis.ts';
import { add, byClause, NOTHING, partsShown, share, worthATalk, type Cited, type Sum } from '../rules/clauses.ts';
import { maySee } from '../rules/quiz.ts';
import { analysedAt, branchFigures, itemFigures, type BranchFigure, type ItemFigure } from '../store/analysis.server.ts';
import { deskQuiz, deskSittings, type DeskQuiz } from '../store/desk.server.ts';
import type { Officer } from './desk.server.ts';

export type ItemShown = Omit<ItemFigure, 'options'> & {
  hint: Hint | null;
  options: { text: string; right: boolean; /** Null: too few to be shown. */ count: number | null }[];
};
export type ClauseShown = { label: string; href: string; items: number; answers: number; share: number; talk: boolean };
export type PartShown = { id: number; name: string; answers: number; share: number; hidden: boolean; below: boolean };
export type AnalysisPage = {
  id: number;
  title: string;
  at: Date | null;
  body: { id: number; name: string };
  up: { id: number; name: string } | null;
  answers: number;
  /** Fewer than `SMALL` answers: nothing is shown. */
  few: boolean;
  items: ItemShown[];
  clauses: ClauseShown[];
  parts: PartShown[];
  /** Keys are corrected by whoever keeps the quiz. */
  keeps: boolean;
};

const WORKS = ['officer', 'administrator', 'secretary', 'reporter'];
const worksIn = (actor: Officer['actor'], body: number, isWithin: IsWithin): boolean =>
  WORKS.some((role) => holds(actor, role, body, isWithin));

/** @param body the part that is looked at; null: the body that holds the quiz. Problem `quiz.missing`. */
export async function readAnalysis(db: Db, id: number, body: number | null, officer: Officer): Promise<Result<AnalysisPage>> {
  const quiz = await deskQuiz(db, id);
  const today = dayOf(officer.now);
  const holdsToday = await within(db, today);
  if (quiz?.state !== 'closed') return problem('quiz.missing');
  const [items, branches, made, sittings] = await asSystem(db, 'quizzes: counts of items', (tx) =>
    Promise.all([itemFigures(tx, id), branchFigures(tx, id), analysedAt(tx, id), deskSittings(tx, id)]));
  // The tree is that of the last sitting: a body that has merged since still shows what was answered in it.
  const day = dayOf(sittings.at(-1)?.closes ?? officer.now);
  const below = await within(db, day);
  const isWithin: IsWithin = (part, whole) => part === whole || below(part, whole);
  const keeps = maySee(officer.actor, quiz.bodyId, holdsToday);
  const at = body ?? quiz.bodyId;
  const sees = (part: number): boolean => isWithin(part, quiz.bodyId) && (keeps || worksIn(officer.actor, part, holdsToday));
  if (!sees(at)) return problem('quiz.missing');
  const hidden = at !== quiz.bodyId && (await hiddenAbove(db, at, sees, { branches, isWithin, day }));
  const own = hidden ? [] : branches.filter(({ branchId }) => isWithin(branchId, at));
  const up = at === quiz.bodyId ? null : await parentOf(db, at, day);
  const seesUp = up !== null && sees(up);
  return ok({
    id, title: quiz.title, at: made, keeps, body: { id: at, name: await bodyName(db, at, day, today) },
    up: seesUp ? { id: up, name: await bodyName(db, up, day, today) } : null, ...(await shownOf(db, { quiz, at, items, own, day, today })),
  });
}

type Looked = { quiz: DeskQuiz; at: number; items: ItemFigure[]; own: BranchFigure[]; day: Day; today: Day };
const sumOf = (rows: readonly BranchFigure[]): Sum => rows.reduce(add, NOTHING);

async function shownOf(db: Db, looked: Looked): Promise<Pick<AnalysisPage, 'answers' | 'few' | 'items' | 'clauses' | 'parts'>> {
  const { quiz, at, items, own } = looked;
  const perItem = new Map([...Map.groupBy(own, ({ versionId }) => versionId)].map(([version, rows]) => [version, sumOf(rows)]));
  const answers = sumOf(own).answers;
  const most = Math.max(0, ...[...perItem.values()].map((sum) => sum.answers));
  if (most < SMALL) return { answers: 0, few: true, items: [], clauses: [], parts: [] };
  return {
    answers, few: false,
    // Of a part only what its clauses say: figures of items are for whoever keeps them.
    items: at === quiz.bodyId ? items.filter((item) => item.answers >= SMALL).map(shownItem) : [],
    clauses: await clausesOf(db, items, perItem), parts: await partsOf(db, looked),
  };
}

function shownItem(item: ItemFigure): ItemShown {
  // Several may be chosen: then the counts have no sum that could tell.
  const small = new Set(item.options.filter(({ count }) => count < SMALL));
  const hidden = item.type === 'multiple' ? small : hideSmall(item.options);
  const options = item.options.map((option) => ({ ...option, count: hidden.has(option) ? null : option.count }));
  return { ...item, options, hint: hintOf(item.facility, item.discrimination) };
}

async function clausesOf(db: Db, items: readonly ItemFigure[], perItem: ReadonlyMap<number, Sum>): Promise<ClauseShown[]> {
  const shown = await Promise.all([...byClause(items).values()].map(async ({ cited, items: citing }) => {
    const sum = citing.map(({ versionId }) => perItem.get(versionId) ?? NOTHING).reduce(add, NOTHING);
    if (sum.answers < SMALL) return [];
    return [{ ...(await labelOf(db, cited)), items: citing.length, answers: sum.answers, share: share(sum), talk: worthATalk(sum) }];
  }));
  return shown.flat().sort((a, b) => a.share - b.share);
}

async function labelOf(db: Db, { documentId, version, anchor }: Cited): Promise<{ label: string; href: string }> {
  const outline = await outlineOf(db, documentId, version);
  const clause = outline?.clauses.find((each) => each.anchor === anchor);
  const parts = [outline && citationOf(outline.clauses, anchor), clause?.heading, outline?.document.symbol || outline?.document.title];
  return { label: parts.filter(Boolean).join(' · ') || anchor, href: `/documents/${documentId}?version=${version}#${anchor}` };
}

/** Sums by what stands directly below a body; answers of its own members are a part beside those. */
async function sumsBelow(db: Db, at: number, rows: readonly BranchFigure[], day: Day): Promise<{ sums: Map<number, Sum>; deeper: Set<number> }> {
  const sums = new Map<number, Sum>();
  const deeper = new Set<number>();
  for (const [branch, own] of Map.groupBy(rows, ({ branchId }) => branchId)) {
    const path = await ancestors(db, branch, day);
    const place = path.indexOf(at);
    const part = place <= 0 ? branch : (path[place - 1] as number);
    if (part !== branch) deeper.add(part);
    sums.set(part, add(sums.get(part) ?? NOTHING, sumOf(own)));
  }
  return { sums, deeper };
}

async function partsOf(db: Db, { at, own, day, today }: Looked): Promise<PartShown[]> {
  const { sums, deeper } = await sumsBelow(db, at, own, day);
  if (sums.size === 1 && sums.has(at)) return [];
  const shown = await Promise.all(partsShown(sums).map(async ({ body, sum, hidden }): Promise<PartShown> => ({
    id: body, name: await bodyName(db, body, day, today), answers: sum.answers, share: share(sum), hidden,
    below: deeper.has(body) || (body !== at && !hidden),
  })));
  return shown.sort((a, b) => Number(a.hidden) - Number(b.hidden) || a.share - b.share);
}

/**
 * A part that is hidden beside its whole is hidden from whoever sees that whole, also on a page of its own: the two
 * together would tell what the hiding hides.
 */
async function hiddenAbove(db: Db, at: number, sees: (body: number) => boolean, { branches, isWithin, day }: {
  branches: readonly BranchFigure[]; isWithin: IsWithin; day: Day;
}): Promise<boolean> {
  let part = at;
  for (const above of await ancestors(db, at, day)) {
    if (!sees(above)) return false;
    const { sums } = await sumsBelow(db, above, branches.filter(({ branchId }) => isWithin(branchId, above)), day);
    if (partsShown(sums).some(({ body, hidden }) => hidden && body === part)) return true;
    part = above;
  }
  return false;
}
