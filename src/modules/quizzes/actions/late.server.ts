/**
 * Answers that came late under the rule "an officer decides". Whoever decides sees when they came and what the device's
 * stopwatch says, and neither a name nor a branch nor a score: the decision is about what happened, not about who it was.
 */
import { within } from '#modules/organisation/index.server.ts';
import { confirmedAddresses, namesOf } from '#modules/people/index.server.ts';
import { choicesOf } from '#modules/study/index.server.ts';
import { audit } from '#platform/audit/audit.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import { allOrNothing } from '#platform/database/all-or-nothing.server.ts';
import type { Db } from '#platform/database/client.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import { announceMail } from '#platform/mail/jobs.server.ts';
import { isMailAddress, queueMails, type Message } from '#platform/mail/mail.server.ts';
import { fieldProblem, ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { translator } from '#platform/words/translate.ts';
import { shownReceipt } from '../rules/receipt.ts';
import { LATE_PAGE, mayPublish, maySee } from '../rules/quiz.ts';
import { deskQuiz, type DeskQuiz } from '../store/desk.server.ts';
import {
  addDecisions, decisionsOf, lateAttempts, lateByCode, lateCounts, type DecisionRow, type LateRow, type Naming,
} from '../store/late.server.ts';
import { takeOver } from '../store/settle.server.ts';
import { settleTaken } from './close.server.ts';
import type { Officer } from './desk.server.ts';
import { followWorth } from './follow.server.ts';
import { keyed } from './token.server.ts';

type Ground = Pick<Runtime, 'db' | 'config'>;
const house = <T>(db: Db, work: (tx: Db) => Promise<T>): Promise<T> => asSystem(db, 'quizzes: answers that came late', work);

export type LateDecided = Pick<DecisionRow, 'decision' | 'reason' | 'at'> & { name: string };
export type LateShown = Omit<LateRow, 'ticket' | 'ordinal'> & { trail: LateDecided[] };
export type LatePage = { id: number; title: string; total: number; waiting: number; page: number; rows: LateShown[]; mayDecide: boolean };

/** Problems: `quiz.missing`, also for a quiz whose rule decides by itself. */
async function lateQuiz(db: Db, quizId: number, { actor, now }: Officer): Promise<Result<{ quiz: DeskQuiz; mayDecide: boolean }>> {
  const quiz = await deskQuiz(db, quizId);
  const isWithin = await within(db, dayOf(now));
  const isOut = quiz?.state === 'published' || quiz?.state === 'closed';
  if (!quiz || !isOut || quiz.lateRule !== 'decide' || !maySee(actor, quiz.bodyId, isWithin)) return problem('quiz.missing');
  return ok({ quiz, mayDecide: mayPublish(actor, quiz.bodyId, isWithin) });
}

const namingOf = ({ config }: Ground, quizId: number, { actor }: Officer): Naming =>
  ({ quizId, self: actor.personId, key: keyed(config.secret, 'late', String(quizId)).toString('hex') });

/** Problem `quiz.missing`. */
export async function readLate(ground: Ground, quizId: number, page: number, officer: Officer): Promise<Result<LatePage>> {
  const found = await lateQuiz(ground.db, quizId, officer);
  if (!found.ok) return found;
  const { quiz: { title }, mayDecide } = found.value;
  const naming = namingOf(ground, quizId, officer);
  const { counts, list, trail } = await house(ground.db, async (tx) => {
    const list = await lateAttempts(tx, naming, { limit: LATE_PAGE, offset: (page - 1) * LATE_PAGE });
    return { list, counts: await lateCounts(tx, naming), trail: await decisionsOf(tx, list) };
  });
  const names = await namesOf(ground.db, trail.map(({ by }) => by));
  const rows = list.map(({ ticket, ordinal, ...row }): LateShown => ({
    ...row, receipt: row.receipt && shownReceipt(row.receipt),
    trail: trail.filter((one) => one.ticket === ticket && one.ordinal === ordinal)
      .map(({ decision, reason, at, by }) => ({ decision, reason, at, name: names.get(by) ?? '' })),
  }));
  return ok({ id: quizId, title, ...counts, page, rows, mayDecide });
}

/** `seen`: the decision that stood when the page was read; 0 for none. */
export type LateForm = { picks: { code: string; seen: number }[]; decision: 'count' | 'ignore'; reason: string };

/** The form on the page; who may not decide is told before anything is read. Problems: those of reading, and of `decideLate`. */
export const decideLateWith = <Typed>(read: (typed: Typed) => Result<LateForm>) => async (
  ground: Ground, quizId: number, typed: Typed, officer: Officer,
): Promise<Result<void>> => {
  const found = await lateQuiz(ground.db, quizId, officer);
  if (!found.ok) return found;
  if (!found.value.mayDecide) return problem('forbidden');
  const form = read(typed);
  return form.ok ? decideLate(ground, quizId, form.value, officer) : form;
};

/**
 * One decision for one attempt or several; a later one stands instead, with what stood before kept. Works them out anew in
 * the same transaction. Problems: `quiz.missing`, `forbidden`, `late.unknown`, `review.self`, `late.changed`.
 */
export async function decideLate(ground: Ground, quizId: number, form: LateForm, officer: Officer): Promise<Result<void>> {
  const { actor, now } = officer;
  const found = await lateQuiz(ground.db, quizId, officer);
  if (!found.ok) return found;
  const { quiz, mayDecide } = found.value;
  if (!mayDecide) return problem('forbidden');
  const naming = namingOf(ground, quizId, officer);
  const done = await allOrNothing(ground.db, (tx) => house(tx, async (own) => {
    const named = await lateByCode(own, naming, form.picks.map(({ code }) => code));
    const held = await takeOver(own, named);
    // What somebody else decided while we waited for the attempts.
    const rows = await lateByCode(own, naming, form.picks.map(({ code }) => code));
    const refused = refusal(rows, form);
    if (refused) return refused;
    const told = await addDecisions(own, rows, { ...form, by: actor.personId }, now);
    await settleTaken(own, held.map((one) => ({ ...one, decision: form.decision })), now);
    await followWorth(own, quiz, rows.map(({ ticket }) => ticket), now);
    const details = { decision: form.decision, attempts: rows.length };
    await audit(own, { kind: 'quizzes.decideLate', by: actor, bodyId: quiz.bodyId, subject: `quiz:${quizId}`, details, now });
    await tell(ground, own, { quiz, told, now });
    return ok(undefined);
  }));
  if (done.ok) await announceMail(ground.db);
  return done;
}

function refusal(rows: readonly LateRow[], { picks }: LateForm): Result<never> | null {
  if (rows.length !== picks.length || rows.some(({ written }) => written === 0)) return fieldProblem('attempt', 'late.unknown');
  if (rows.some(({ own }) => own)) return problem('review.self');
  const changed = rows.some(({ code, seen }) => picks.find((pick) => pick.code === code)?.seen !== seen);
  return changed ? problem('late.changed') : null;
}

/** That there is a decision, and where it stands; the mail itself says neither what it is nor what it is worth. */
async function tell({ config }: Ground, tx: Db, { quiz, told, now }: { quiz: DeskQuiz; told: { id: number; person: string }[]; now: Instant }): Promise<void> {
  const choices = await choicesOf(tx, told.map(({ person }) => person));
  const mails: Message[] = [];
  for (const { id, person } of told) {
    const [to] = await confirmedAddresses(tx, person);
    if (!to || !isMailAddress(to)) continue;
    const language = choices.get(person)?.language ?? 'vi';
    const t = translator(language);
    const values = { quiz: quiz.title, url: `${config.publicOrigin}${t.href('/me/attempts')}` };
    mails.push({ key: `quizzes.late/${id}`, to, language, subject: t('quizzes.mail.late.subject'), text: t('quizzes.mail.late.text', values) });
  }
  await queueMails(tx, mails, now);
}
