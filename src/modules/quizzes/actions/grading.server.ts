/**
 * Open text is read at the desk: the answers to one question, without names and in an order that says nothing, beside the
 * rubric. Nobody reads their own. What is given is written, and the attempt worked out anew, in one transaction.
 */
import { within } from '#modules/organisation/index.server.ts';
import { namesOf } from '#modules/people/index.server.ts';
import { audit } from '#platform/audit/audit.server.ts';
import { dayOf } from '#platform/clock.ts';
import { allOrNothing } from '#platform/database/all-or-nothing.server.ts';
import type { Db } from '#platform/database/client.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import { fieldProblem, ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { mayGrade, pointsOf, RECENT, shareOf, stepsOf } from '../rules/grading.ts';
import type { FullItem } from '../rules/sheet.ts';
import { sheetsOf } from '../store/correction.server.ts';
import { deskQuiz, type DeskQuiz } from '../store/desk.server.ts';
import {
  findReading, gradesOf, insertGrade, progressOfItems, readLast, type GradeRow, type ItemProgress, type ReadingPlace,
} from '../store/grading.server.ts';
import type { Naming } from '../store/late.server.ts';
import { takeOver } from '../store/settle.server.ts';
import { settleTaken } from './close.server.ts';
import type { Officer } from './desk.server.ts';
import { followWorth } from './follow.server.ts';
import { keyed } from './token.server.ts';

type Ground = Pick<Runtime, 'db' | 'config'>;
const house = <T>(db: Db, work: (tx: Db) => Promise<T>): Promise<T> => asSystem(db, 'quizzes: reading open text', work);

export type OpenItem = ItemProgress & { number: number; stem: string };
export type GivenGrade = Pick<GradeRow, 'comment' | 'reason' | 'at'> & { points: number; name: string };
export type AnswerShown = Pick<ReadingPlace, 'code' | 'text' | 'place' | 'before' | 'after'> & {
  /** Of the grade that stands; 0: none. */
  seen: number;
  points: number | null;
  comment: string;
  trail: GivenGrade[];
};
export type GradingPage = {
  id: number;
  title: string;
  items: OpenItem[];
  item: (OpenItem & { rubric: string; ofPoints: number; steps: number[] }) | null;
  answer: AnswerShown | null;
  recent: { code: string; points: number; at: Date }[];
};
/** As the address says it. */
export type GradingQuery = { item: number | null; answer: string | null };

async function gradedQuiz(db: Db, quizId: number, { actor, now }: Officer): Promise<Result<DeskQuiz>> {
  const quiz = await deskQuiz(db, quizId);
  const isOut = quiz?.state === 'published' || quiz?.state === 'closed';
  return quiz && isOut && mayGrade(actor, quiz.bodyId, await within(db, dayOf(now))) ? ok(quiz) : problem('quiz.missing');
}

const namingOf = ({ config }: Ground, quizId: number, { actor }: Officer): Naming =>
  ({ quizId, self: actor.personId, key: keyed(config.secret, 'reading', String(quizId)).toString('hex') });

/** Two who read at once begin at different places of the same order. */
const startOf = ({ config }: Ground, { quizId, self }: Naming): string =>
  keyed(config.secret, 'reading', `${quizId} ${self}`).toString('hex').slice(0, 12);

/** Questions with open text, each once over all sheets, in the order of the first sheet that asks them. */
async function openItems(tx: Db, naming: Naming): Promise<(OpenItem & { full: FullItem })[]> {
  const items = (await sheetsOf(tx, naming.quizId)).flatMap(({ content }) => content.items).filter(({ question }) => question.type === 'open');
  const progress = new Map((await progressOfItems(tx, naming)).map((one) => [one.versionId, one]));
  const each = [...new Map(items.map((item) => [item.versionId, item])).values()];
  return each.map((full, at) => ({
    ...(progress.get(full.versionId) ?? { versionId: full.versionId, answers: 0, read: 0, own: 0 }),
    number: at + 1, stem: full.asked.stem, full,
  }));
}

/** Problem `quiz.missing`. */
export async function readGrading(ground: Ground, quizId: number, query: GradingQuery, officer: Officer): Promise<Result<GradingPage>> {
  const quiz = await gradedQuiz(ground.db, quizId, officer);
  if (!quiz.ok) return quiz;
  const naming = namingOf(ground, quizId, officer);
  return house(ground.db, async (tx) => {
    const all = await openItems(tx, naming);
    const chosen = all.find(({ versionId }) => versionId === query.item) ?? all.find(({ answers, read }) => read < answers) ?? all[0];
    const items = all.map(({ full, ...item }) => item);
    const head = { id: quizId, title: quiz.value.title, items };
    if (!chosen) return ok({ ...head, item: null, answer: null, recent: [] });
    const { full, ...item } = chosen;
    const ofPoints = full.asked.points;
    const found = await findReading(tx, naming, { versionId: item.versionId, code: query.answer, from: startOf(ground, naming) });
    const recent = (await readLast(tx, naming, item.versionId, RECENT)).map(({ share, ...one }) => ({ ...one, points: pointsOf(share, ofPoints) }));
    const rubric = full.question.type === 'open' ? full.question.rubric : '';
    return ok({
      ...head, item: { ...item, rubric, ofPoints, steps: stepsOf(ofPoints) }, recent, answer: found ? await shownOf(tx, found, ofPoints) : null,
    });
  });
}

async function shownOf(tx: Db, found: ReadingPlace, ofPoints: number): Promise<AnswerShown> {
  const trail = await gradesOf(tx, found);
  const names = await namesOf(tx, trail.map(({ by }) => by));
  const { code, text, place, before, after } = found;
  return {
    code, text, place, before, after, seen: found.grade ?? 0, comment: found.comment ?? '',
    points: found.share === null ? null : pointsOf(found.share, ofPoints),
    trail: trail.map(({ share, by, ...one }) => ({ ...one, points: pointsOf(share, ofPoints), name: names.get(by) ?? '' })),
  };
}

/** `seen`: the grade that stood when the answer was shown; 0 for none. `reason`: why it is changed. */
export type GradeForm = { item: number; code: string; seen: number; points: number; comment: string; reason: string };

/** The form on the page; who may not read is told before anything is looked at. Problems: those of reading the form, and of `gradeAnswer`. */
export const gradeWith = <Typed>(read: (typed: Typed) => Result<GradeForm>) => async (
  ground: Ground, quizId: number, typed: Typed, officer: Officer,
): Promise<Result<void>> => {
  const quiz = await gradedQuiz(ground.db, quizId, officer);
  if (!quiz.ok) return quiz;
  const form = read(typed);
  return form.ok ? gradeAnswer(ground, quizId, form.value, officer) : form;
};

/**
 * Problems: `quiz.missing`, `grade.missing`: no such answer, or none for this reader; `grade.changed`: somebody else read it
 * meanwhile; `grade.points` at `points`; `reason.missing` at `reason`: a grade that is changed says why.
 */
export async function gradeAnswer(ground: Ground, quizId: number, form: GradeForm, officer: Officer): Promise<Result<void>> {
  const { actor, now } = officer;
  const quiz = await gradedQuiz(ground.db, quizId, officer);
  if (!quiz.ok) return quiz;
  const naming = namingOf(ground, quizId, officer);
  const wanted = { versionId: form.item, code: form.code, from: '' };
  return allOrNothing(ground.db, (tx) => house(tx, async (own) => {
    const named = await findReading(own, naming, wanted);
    const held = named ? await takeOver(own, [named]) : [];
    // As it stands now that nobody else can write.
    const found = await findReading(own, naming, wanted);
    const item = (await openItems(own, naming)).find(({ versionId }) => versionId === form.item)?.full;
    if (!found || !item) return problem('grade.missing');
    const refused = refusal(found, item, form);
    if (refused) return refused;
    const share = shareOf(form.points, item.asked.points);
    await insertGrade(own, found, { share, comment: form.comment, reason: form.reason, by: actor.personId }, now);
    await settleTaken(own, held, now);
    await followWorth(own, quiz.value, [found.ticket], now);
    const details = { version: form.item, changed: found.grade !== null };
    await audit(own, { kind: 'quizzes.grade', by: actor, bodyId: quiz.value.bodyId, subject: `quiz:${quizId}`, details, now });
    return ok(undefined);
  }));
}

function refusal(found: ReadingPlace, item: FullItem, form: GradeForm): Result<never> | null {
  if ((found.grade ?? 0) !== form.seen) return problem('grade.changed');
  if (!stepsOf(item.asked.points).includes(form.points)) return fieldProblem('points', 'grade.points');
  return found.grade !== null && form.reason === '' ? fieldProblem('reason', 'reason.missing') : null;
}
