/** A key is corrected: proposed with a reason, decided by a second person, then a job works every attempt out anew. */
import { within } from '#modules/organisation/index.server.ts';
import { namesOf } from '#modules/people/index.server.ts';
import type { Question } from '#modules/questions/index.server.ts';
import { audit } from '#platform/audit/audit.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import { allOrNothing } from '#platform/database/all-or-nothing.server.ts';
import type { Db } from '#platform/database/client.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import type { Job } from '#platform/jobs/events.server.ts';
import { emit } from '#platform/jobs/events.server.ts';
import { fieldProblem, ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import type { TypedCorrection } from '../input/correction.ts';
import { countingAttempt, passes } from '../rules/certificate.ts';
import { correctSheet, sameQuestion, summaryOf, summaryShown, type CorrectionKind, type Summary } from '../rules/correction.ts';
import { mayPublish, maySee, mayWrite } from '../rules/quiz.ts';
import type { FullItem, FullSheet } from '../rules/sheet.ts';
import { liveEvents } from '../store/answers.server.ts';
import { revoke } from '../store/certificate.server.ts';
import {
  analyseAnew, certified, correctionsOf, decideRow, finishRow, insertCorrection, insertRegrades, lockCorrection, putContent,
  regradesOf, sheetsOf, takeToRegrade, type CorrectionRow, type RegradeRow,
} from '../store/correction.server.ts';
import { deskQuiz, type DeskQuiz } from '../store/desk.server.ts';
import { writeWorth } from '../store/settle.server.ts';
import { worthOf } from './close.server.ts';
import type { Officer } from './desk.server.ts';

type Ground = Pick<Runtime, 'db'>;
const AT_ONCE = 500;
const house = <T>(db: Db, work: (tx: Db) => Promise<T>): Promise<T> => asSystem(db, 'quizzes: correction of a key', work);

export type CorrectionForm = { versionId: number; kind: CorrectionKind; question: Question | null; reason: string };
export type CorrectionShown = Omit<CorrectionRow, 'summary'> & { proposer: string; decider: string; stem: string; summary: Summary | null; mayDecide: boolean };
export type CorrectionsPage = {
  id: number;
  title: string;
  items: { versionId: number; stem: string; question: Question }[];
  corrections: CorrectionShown[];
  mayPropose: boolean;
  certificate: boolean;
};

/** Each item once, over all sheets. */
const itemsIn = (sheets: readonly { content: FullSheet }[]): FullItem[] =>
  [...new Map(sheets.flatMap(({ content }) => content.items).map((item) => [item.versionId, item])).values()];

/** Problem `quiz.missing`. */
export async function readCorrections({ db }: Ground, quizId: number, { actor, now }: Officer): Promise<Result<CorrectionsPage>> {
  const quiz = await deskQuiz(db, quizId);
  const isWithin = await within(db, dayOf(now));
  if (!quiz || !isOut(quiz) || !maySee(actor, quiz.bodyId, isWithin)) return problem('quiz.missing');
  const [sheets, rows] = await Promise.all([sheetsOf(db, quizId), correctionsOf(db, quizId)]);
  const names = await namesOf(db, rows.flatMap((row) => [row.proposedBy, row.decidedBy]).filter((each) => each !== null));
  const items = itemsIn(sheets).map(({ versionId, asked, question }) => ({ versionId, stem: asked.stem, question }));
  const publishes = mayPublish(actor, quiz.bodyId, isWithin);
  const corrections = rows.map((row): CorrectionShown => ({
    ...row, proposer: names.get(row.proposedBy) ?? '', decider: names.get(row.decidedBy ?? '') ?? '',
    stem: items.find(({ versionId }) => versionId === row.versionId)?.stem ?? '', summary: row.summary && summaryShown(row.summary),
    mayDecide: publishes && row.state === 'proposed' && row.proposedBy !== actor.personId,
  }));
  const { title, certificate } = quiz;
  return ok({ id: quizId, title, items, corrections, certificate, mayPropose: mayWrite(actor, quiz.bodyId, isWithin) });
}

const isOut = ({ state }: DeskQuiz): boolean => state === 'published' || state === 'closed';

/** Problems: `quiz.missing`, `forbidden`, `correction.item`, `correction.key` at `key`: not a key to this question,
 * `correction.open`: another one waits. */
export async function proposeCorrection({ db }: Ground, quizId: number, form: CorrectionForm, { actor, now }: Officer): Promise<Result<void>> {
  const isWithin = await within(db, dayOf(now));
  return allOrNothing(db, (tx) => house(tx, async (own) => {
    const quiz = await deskQuiz(own, quizId);
    if (!quiz || !isOut(quiz) || !maySee(actor, quiz.bodyId, isWithin)) return problem('quiz.missing');
    if (!mayWrite(actor, quiz.bodyId, isWithin)) return problem('forbidden');
    const item = itemsIn(await sheetsOf(own, quizId)).find(({ versionId }) => versionId === form.versionId);
    if (!item) return fieldProblem('item', 'correction.item');
    if (form.kind === 'key' && !(form.question && sameQuestion(item.question, form.question))) return fieldProblem('key', 'correction.key');
    const made = await insertCorrection(own, { ...form, quizId, by: actor.personId }, now);
    return made ? ok(undefined) : problem('correction.open');
  }));
}

/** Problems: `correction.missing`, `forbidden`, `review.self`, `correction.step`. */
export async function decideCorrection(
  { db }: Ground, { quizId, id, agrees, revokes }: { quizId: number; id: number; agrees: boolean; revokes: boolean }, { actor, now }: Officer,
): Promise<Result<void>> {
  const isWithin = await within(db, dayOf(now));
  return allOrNothing(db, (tx) => house(tx, async (own) => {
    const quiz = await deskQuiz(own, quizId);
    const row = await lockCorrection(own, id);
    if (!quiz || row?.quizId !== quizId || !maySee(actor, quiz.bodyId, isWithin)) return problem('correction.missing');
    if (!mayPublish(actor, quiz.bodyId, isWithin)) return problem('forbidden');
    if (row.proposedBy === actor.personId) return problem('review.self');
    if (row.state !== 'proposed') return problem('correction.step');
    await decideRow(own, id, { state: agrees ? 'decided' : 'refused', by: actor.personId, revokes: agrees && revokes }, now);
    const details = { version: row.versionId, kind: row.kind, agrees };
    await audit(own, { kind: 'quizzes.correctKey', by: actor, bodyId: quiz.bodyId, subject: `quiz:${quizId}`, details, now });
    if (!agrees) return ok(undefined);
    for (const sheet of await sheetsOf(own, quizId)) {
      const content = correctSheet(sheet.content, row);
      if (content !== sheet.content) await putContent(own, { ...sheet, content });
    }
    await emit(own, 'quizzes.keyCorrected', { correction: id });
    return ok(undefined);
  }));
}

export type CorrectionReaders = {
  form(typed: TypedCorrection, items: CorrectionsPage['items']): Result<CorrectionForm>;
};

/** The two forms on the page of corrections. Problems: those of reading, and of what they do. */
export function correctionFormsWith(read: CorrectionReaders) {
  return {
    async propose(ground: Ground, quizId: number, typed: TypedCorrection, officer: Officer): Promise<Result<void>> {
      const page = await readCorrections(ground, quizId, officer);
      if (!page.ok) return page;
      const form = read.form(typed, page.value.items);
      return form.ok ? proposeCorrection(ground, quizId, form.value, officer) : form;
    },
    decide(ground: Ground, quizId: number, form: FormData, officer: Officer): Promise<Result<void>> {
      const [agrees, revokes] = [form.get('agrees') === 'yes', form.has('revokes')];
      return decideCorrection(ground, { quizId, id: Number(form.get('correction')) || 0, agrees, revokes }, officer);
    },
  };
}

/** Works every settled attempt out anew. Run again after a crash, it goes on where it was. */
export async function regrade({ db }: Ground, correctionId: number, now: Instant): Promise<void> {
  for (;;) {
    const more = await house(db, async (tx) => {
      const correction = await lockCorrection(tx, correctionId);
      if (correction?.state !== 'decided') return false;
      const due = await takeToRegrade(tx, correction, AT_ONCE);
      if (due.length > 0) await regradeSome(tx, correction, due, now);
      if (due.length < AT_ONCE) await finish(tx, correction, now);
      return due.length === AT_ONCE;
    });
    if (!more) return;
  }
}

async function regradeSome(tx: Db, { id, quizId }: CorrectionRow, due: Awaited<ReturnType<typeof takeToRegrade>>, now: Instant): Promise<void> {
  const sheets = new Map((await sheetsOf(tx, quizId)).map(({ sitting, number, content }) => [`${sitting}/${number}`, content]));
  const events = Map.groupBy(await liveEvents(tx, due), ({ ticket, ordinal }) => `${ticket}-${ordinal}`);
  const done = due.flatMap((one) => {
    const sheet = sheets.get(`${one.sitting}/${one.sheet}`);
    return sheet ? [{ one, worth: worthOf(one, sheet, events.get(`${one.ticket}-${one.ordinal}`) ?? []) }] : [];
  });
  await writeWorth(tx, done.map(({ worth }) => worth), now);
  await insertRegrades(tx, id, done.map(({ one, worth }): RegradeRow => ({
    ticket: one.ticket, ordinal: one.ordinal, beforePoints: one.points, beforeOf: one.ofPoints,
    afterPoints: worth.points, afterOf: worth.ofPoints,
  })));
}

async function finish(tx: Db, correction: CorrectionRow, now: Instant): Promise<void> {
  const quiz = await deskQuiz(tx, correction.quizId);
  if (!quiz) return;
  if (correction.revokes) {
    const lost = [...Map.groupBy(await certified(tx, quiz.id), ({ ticket }) => ticket)].filter(([, attempts]) => {
      const counting = countingAttempt(attempts, quiz.counts);
      return counting && passes(counting, quiz.passMark) === false;
    });
    await revoke(tx, lost.map(([ticket]) => ticket), correction.reason, now);
  }
  await finishRow(tx, correction.id, summaryOf(await regradesOf(tx, correction.id), quiz.passMark));
  await analyseAnew(tx, quiz.id);
}

export const correctionJob: Job = {
  name: 'quizzes.regrade',
  on: ['quizzes.keyCorrected'],
  run: (runtime, data) => regrade(runtime, Number(data.correction), new Date()),
};
