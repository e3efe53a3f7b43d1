/** How a quiz comes about: written by one person, published by a second one, cancelled only with a reason. */
import { within, type IsWithin } from '#modules/organisation/index.server.ts';
import { campaignsNamed } from '#modules/study/index.server.ts';
import { audit } from '#platform/audit/audit.server.ts';
import { dayOf } from '#platform/clock.ts';
import { allOrNothing } from '#platform/database/all-or-nothing.server.ts';
import type { Db } from '#platform/database/client.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import { emit } from '#platform/jobs/events.server.ts';
import { fieldProblem, ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import type { QuizForm, TypedQuiz } from '../input/quiz.ts';
import { mayPublish, mayStep, mayWrite, usual, type Step } from '../rules/quiz.ts';
import {
  deskQuiz, deskSittings, insertQuiz, replaceSittings, setQuizState, updateQuiz, type DeskQuiz,
} from '../store/desk.server.ts';
import type { Officer } from './desk.server.ts';
import { publishQuiz } from './publish.server.ts';

type Ground = Pick<Runtime, 'db' | 'pageCache' | 'files'>;

/** A draft for a campaign, of the body that holds the campaign. Problems `campaign.missing`, `title.missing`, `title.long`. @returns its id */
export async function startQuiz({ db }: Ground, { campaign, title }: TypedQuiz, { actor, now }: Officer): Promise<Result<number>> {
  const isWithin = await within(db, dayOf(now));
  const id = /^[1-9]\d{0,14}$/.test(campaign) ? Number(campaign) : 0;
  const held = (await campaignsNamed(db, [id])).get(id);
  if (!held || !mayWrite(actor, held.bodyId, isWithin)) return problem('campaign.missing');
  if (title === '') return fieldProblem('title', 'title.missing');
  if (title.length > 300) return fieldProblem('title', 'title.long');
  const author = { by: actor.personId, now };
  return ok(await db.transaction().execute(async (tx) => {
    const quiz = await insertQuiz(tx, { campaignId: id, bodyId: held.bodyId, title }, author);
    await updateQuiz(tx, quiz, { ...usual, title }, author);
    return quiz;
  }));
}

type Open = { tx: Db; quiz: DeskQuiz };

/** Locks it. Problems `quiz.missing`, `forbidden`, `quiz.step`. */
async function withQuiz(
  { db, pageCache }: Ground, id: number, step: Step, { actor, now }: Officer, work: (open: Open) => Promise<Result<void>>,
): Promise<Result<void>> {
  const isWithin = await within(db, dayOf(now));
  const done = await allOrNothing(db, (tx) => asSystem(tx, `quizzes: ${step}`, async (own) => {
    const quiz = await deskQuiz(own, id, true);
    if (!quiz || !(mayWrite(actor, quiz.bodyId, isWithin) || mayPublish(actor, quiz.bodyId, isWithin))) return problem('quiz.missing');
    if (!may(step, actor, quiz.bodyId, isWithin)) return problem('forbidden');
    return mayStep(quiz.state, step) ? work({ tx: own, quiz }) : problem('quiz.step');
  }));
  if (done.ok) pageCache.invalidate(['study']);
  return done;
}

const may = (step: Step, actor: Officer['actor'], bodyId: number, isWithin: IsWithin): boolean =>
  step === 'save' || step === 'submit' ? mayWrite(actor, bodyId, isWithin) : mayPublish(actor, bodyId, isWithin);

/** Problems: those of `withQuiz`, `quiz.changed`: somebody else saved meanwhile. */
const save = (ground: Ground, id: number, form: QuizForm, officer: Officer): Promise<Result<void>> =>
  withQuiz(ground, id, 'save', officer, async ({ tx, quiz }) => {
    if (form.seen !== quiz.changedAt.toISOString()) return problem('quiz.changed');
    await updateQuiz(tx, id, form, { by: officer.actor.personId, now: officer.now });
    await replaceSittings(tx, id, form.sittings);
    return ok(undefined);
  });

/** Problems: those of `withQuiz`, `quiz.noPaper`, `quiz.noSitting`, `sitting.past`. */
const submit = (ground: Ground, id: number, officer: Officer): Promise<Result<void>> =>
  withQuiz(ground, id, 'submit', officer, async ({ tx, quiz }) => {
    if (quiz.paperId === null) return fieldProblem('paper', 'quiz.noPaper');
    const sittings = await deskSittings(tx, id);
    if (sittings.length === 0) return fieldProblem('sitting.0', 'quiz.noSitting');
    if (sittings.some(({ closes }) => closes <= officer.now)) return fieldProblem('sitting.0', 'sitting.past');
    await setQuizState(tx, id, { state: 'submitted' }, officer.now);
    await emit(tx, 'quizzes.submitted', { quiz: id });
    return ok(undefined);
  });

const giveBack = (ground: Ground, id: number, note: string, officer: Officer): Promise<Result<void>> =>
  withQuiz(ground, id, 'giveBack', officer, async ({ tx }) => {
    await setQuizState(tx, id, { state: 'draft', note, reviewedBy: officer.actor.personId }, officer.now);
    return ok(undefined);
  });

/** From here on phones may fetch it. Problems: those of `withQuiz` and `publishQuiz`, `review.self`. */
const publish = (ground: Ground, id: number, officer: Officer): Promise<Result<void>> =>
  withQuiz(ground, id, 'publish', officer, async ({ tx, quiz }) => {
    const { actor, now } = officer;
    if (quiz.writtenBy === actor.personId) return problem('review.self');
    await setQuizState(tx, id, { state: 'submitted', reviewedBy: actor.personId }, now);
    const published = await publishQuiz(tx, id, now, { files: ground.files });
    if (!published.ok) return published;
    const details = { campaign: quiz.campaignId, mode: quiz.mode };
    await audit(tx, { kind: 'quizzes.publish', by: actor, bodyId: quiz.bodyId, subject: `quiz:${id}`, details, now });
    await emit(tx, 'quizzes.published', { quiz: id });
    return ok(undefined);
  });

/** What was answered stays; nobody can begin any more, and the page says why. */
const cancel = (ground: Ground, id: number, reason: string, officer: Officer): Promise<Result<void>> =>
  withQuiz(ground, id, 'cancel', officer, async ({ tx, quiz }) => {
    const { actor, now } = officer;
    await setQuizState(tx, id, { state: 'cancelled', cancelledReason: reason }, now);
    const details = { campaign: quiz.campaignId, before: quiz.state };
    await audit(tx, { kind: 'quizzes.cancel', by: actor, bodyId: quiz.bodyId, subject: `quiz:${id}`, details, now });
    return ok(undefined);
  });

export type QuizReaders = {
  form(typed: TypedQuiz): Result<QuizForm>;
  words(field: 'note' | 'reason', typed: TypedQuiz): Result<string>;
};
export type QuizStep = (ground: Ground, id: number, typed: TypedQuiz, officer: Officer) => Promise<Result<void>>;

/** Every form on the page of a quiz by its name. */
export function quizStepsWith(read: QuizReaders): Readonly<Record<Step, QuizStep>> {
  return {
    async save(ground, id, typed, officer) {
      const form = read.form(typed);
      return form.ok ? save(ground, id, form.value, officer) : form;
    },
    submit: (ground, id, _typed, officer) => submit(ground, id, officer),
    async giveBack(ground, id, typed, officer) {
      const note = read.words('note', typed);
      return note.ok ? giveBack(ground, id, note.value, officer) : note;
    },
    publish: (ground, id, _typed, officer) => publish(ground, id, officer),
    async cancel(ground, id, typed, officer) {
      const reason = read.words('reason', typed);
      return reason.ok ? cancel(ground, id, reason.value, officer) : reason;
    },
  };
}
