/** What whoever makes, approves and follows quizzes sees of them. */
import { ancestors, bodiesWithin, bodyName, bodyTree, within, type IsWithin } from '#modules/organisation/index.server.ts';
import { namesOf, type Person } from '#modules/people/index.server.ts';
import { approvedPapers, type PaperChoice } from '#modules/questions/index.server.ts';
import { campaignsNamed, sessionsNamed, type NamedSession } from '#modules/study/index.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { childrenAt } from '#platform/dated/tree.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import { holds } from '#platform/policy.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import { fold } from '#platform/text/fold.ts';
import { deskRoots, mayPublish, maySee, mayStep, mayWrite, PAGE, type QuizQuery, type Step } from '../rules/quiz.ts';
import { deskQuiz, deskSittings, listQuizzes, progressOf, type DeskQuiz, type DeskSitting, type Progress } from '../store/desk.server.ts';
import { asksOpenText } from '../store/grading.server.ts';
import { mayImportAnswers } from './emergency.server.ts';
import { sessionTitles } from './session-titles.server.ts';

export type Officer = { actor: Person; now: Instant };

export type QuizCard = Pick<DeskQuiz, 'id' | 'title' | 'state' | 'mode' | 'sample' | 'changedAt'> & { campaign: string; body: string };
export type QuizList = { query: QuizQuery; cards: QuizCard[]; total: number; mayImport: boolean };

/** Problem `forbidden`. */
export async function readQuizzes(db: Db, query: QuizQuery, { actor, now }: Officer): Promise<Result<QuizList>> {
  const roots = deskRoots(actor);
  if (roots.length === 0) return problem('forbidden');
  const today = dayOf(now);
  const bodies = (await Promise.all(roots.map((root) => bodiesWithin(db, root, today)))).flat();
  const words = fold(query.q).split(' ').filter(Boolean);
  const { rows, total } = await listQuizzes(db, { bodies, words, state: query.state, limit: PAGE, offset: (query.page - 1) * PAGE });
  const campaigns = await campaignsNamed(db, rows.map(({ campaignId }) => campaignId));
  const cards = await Promise.all(rows.map(async ({ id, title, state, mode, sample, changedAt, ...row }): Promise<QuizCard> => ({
    id, title, state, mode, sample, changedAt,
    campaign: campaigns.get(row.campaignId)?.title ?? '', body: await bodyName(db, row.bodyId, today, today),
  })));
  return ok({ query, cards, total, mayImport: mayImportAnswers({ actor, now }).ok });
}

/** The campaign for which a quiz is begun. Problem `campaign.missing`: none, or none whose quizzes the actor makes. */
export async function readQuizStart(db: Db, campaign: string, { actor, now }: Officer): Promise<Result<{ id: number; title: string }>> {
  const id = /^[1-9]\d{0,14}$/.test(campaign) ? Number(campaign) : 0;
  const held = (await campaignsNamed(db, [id])).get(id);
  if (!held || !mayWrite(actor, held.bodyId, await within(db, dayOf(now)))) return problem('campaign.missing');
  return ok({ id, title: held.title });
}

export type QuizPage = {
  quiz: DeskQuiz;
  campaign: string;
  body: string;
  writer: string;
  reviewer: string;
  sittings: DeskSitting[];
  /** Those of the campaign, after which a sitting can be. */
  sessions: NamedSession[];
  paper: string;
  /** Papers that can be chosen: approved ones of the body, of those above it and below. */
  papers: PaperChoice[];
  seen: string;
  may: Record<Step, boolean>;
  /** Pages that have something to do or to show, for this actor. */
  ways: { late: boolean; grading: boolean; extra: boolean };
};

/** Problem `quiz.missing`: none, or none that the actor keeps. */
export async function readQuizPage(db: Db, id: number, officer: Officer): Promise<Result<QuizPage>> {
  const quiz = await deskQuiz(db, id);
  const today = dayOf(officer.now);
  const isWithin = await within(db, today);
  if (!quiz || !maySee(officer.actor, quiz.bodyId, isWithin)) return problem('quiz.missing');
  const isOut = quiz.state === 'published' || quiz.state === 'closed';
  const [campaigns, body, people, sittings, papers, sessions, openText] = await Promise.all([
    campaignsNamed(db, [quiz.campaignId]), bodyName(db, quiz.bodyId, today, today),
    namesOf(db, [quiz.writtenBy, quiz.reviewedBy].filter((each) => each !== null)),
    asSystem(db, 'quizzes: how many tickets', (tx) => deskSittings(tx, id)), papersFor(db, quiz.bodyId, officer),
    sessionsNamed(db, quiz.campaignId), isOut && asksOpenText(db, id),
  ]);
  const ways = {
    late: isOut && quiz.lateRule === 'decide', grading: openText,
    extra: quiz.state === 'published' && holds(officer.actor, 'officer', quiz.bodyId, isWithin),
  };
  return ok({
    quiz, campaign: campaigns.get(quiz.campaignId)?.title ?? '', body, sittings, sessions, papers, seen: quiz.changedAt.toISOString(),
    writer: people.get(quiz.writtenBy ?? '') ?? '', reviewer: people.get(quiz.reviewedBy ?? '') ?? '',
    paper: papers.find((each) => each.id === quiz.paperId)?.title ?? '', may: stepsOf(quiz, officer, isWithin), ways,
  });
}

async function papersFor(db: Db, bodyId: number, { actor, now }: Officer): Promise<PaperChoice[]> {
  const today = dayOf(now);
  const roots = [...new Set([bodyId, ...deskRoots(actor)])];
  const below = await Promise.all(roots.map((root) => bodiesWithin(db, root, today)));
  // What a board of the province has had approved serves every commune.
  const above = await ancestors(db, bodyId, today);
  const tree = await bodyTree(db);
  const boards = above.flatMap((each) => [each, ...childrenAt(tree, each, today)]);
  return approvedPapers(db, [...new Set([...below.flat(), ...boards])]);
}

function stepsOf(quiz: DeskQuiz, { actor }: Officer, isWithin: IsWithin): QuizPage['may'] {
  const writes = mayWrite(actor, quiz.bodyId, isWithin);
  const publishes = mayPublish(actor, quiz.bodyId, isWithin);
  const second = publishes && quiz.writtenBy !== actor.personId;
  return {
    save: writes && mayStep(quiz.state, 'save'), submit: writes && mayStep(quiz.state, 'submit'),
    giveBack: publishes && mayStep(quiz.state, 'giveBack'), publish: second && mayStep(quiz.state, 'publish'),
    cancel: publishes && mayStep(quiz.state, 'cancel'),
  };
}

export type LivePage = {
  id: number;
  title: string;
  at: Instant;
  sittings: (DeskSitting & { session: string | null; totals: Totals; branches: (Totals & { name: string })[] })[];
};
export type Totals = Pick<Progress, 'tickets' | 'working' | 'received' | 'submitted' | 'closed' | 'late'>;
const PARTS = ['tickets', 'working', 'received', 'submitted', 'closed', 'late'] as const;

const sumOf = (rows: readonly Progress[]): Totals =>
  Object.fromEntries(PARTS.map((part) => [part, rows.reduce((sum, row) => sum + row[part], 0)])) as Totals;

/** What an invigilator follows: how many, by sitting and branch. Neither names nor answers. Problem `quiz.missing`. */
export async function readLive(db: Db, id: number, officer: Officer): Promise<Result<LivePage>> {
  const quiz = await deskQuiz(db, id);
  const today = dayOf(officer.now);
  const isWithin = await within(db, today);
  if (!quiz || !maySee(officer.actor, quiz.bodyId, isWithin)) return problem('quiz.missing');
  const [sittings, rows] = await asSystem(db, 'quizzes: counts of a sitting', (tx) =>
    Promise.all([deskSittings(tx, id), progressOf(tx, id)]));
  const sessions = await sessionTitles(db, quiz.campaignId);
  const names = new Map(await Promise.all([...new Set(rows.map(({ branchId }) => branchId))].map(
    async (branch) => [branch, await bodyName(db, branch, today, today)] as const)));
  return ok({
    id, title: quiz.title, at: officer.now,
    sittings: sittings.map((sitting) => {
      const own = rows.filter(({ sittingId }) => sittingId === sitting.id);
      return { ...sitting, session: sessions(sitting.sessionId), totals: sumOf(own), branches: own.map((row) => ({ ...row, name: names.get(row.branchId) ?? '' })) };
    }),
  });
}
