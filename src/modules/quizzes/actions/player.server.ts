/** The page on which a member answers, and what of it a phone keeps. */
import { createHmac } from 'node:crypto';
import type { Person } from '#modules/people/index.server.ts';
import { campaignsNamed } from '#modules/study/index.server.ts';
import type { Instant } from '#platform/clock.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import type { AttemptLine, PlayerPage, QuizTerms } from '../rules/player.ts';
import { shownReceipt } from '../rules/receipt.ts';
import { attemptsOf, termsOf, type AttemptRow } from '../store/player.server.ts';
import { findQuiz, sittingsOf, type QuizRow } from '../store/quiz.server.ts';
import { readContent } from '../store/sheet.server.ts';
import { emergencyKey } from './emergency.server.ts';
import { namingOf } from './naming.server.ts';
import { sessionTitles } from './session-titles.server.ts';
import { ticketFor, type Issued } from './ticket.server.ts';

export type Ground = Pick<Runtime, 'db' | 'config'>;
export type Asker = { actor: Person; now: Instant };

/** Without these there is nothing to show; with the others the page says what is missing. */
const NOTHING = ['quiz.missing', 'ticket.roster'];

/** Problems: `quiz.missing`, `ticket.roster`. */
export async function readPlayerPage(ground: Ground, quizId: number, asker: Asker): Promise<Result<PlayerPage>> {
  const issued = await ticketFor(ground, quizId, asker);
  const trouble = issued.ok ? null : (issued.problems[0]?.code ?? 'quiz.missing');
  if (trouble !== null && NOTHING.includes(trouble)) return problem(trouble);
  return pageOf(ground, quizId, asker, { issued: issued.ok ? issued.value : null, trouble, assisted: null });
}

type Given = { issued: Issued | null; trouble: string | null; assisted: string | null };

export async function pageOf(ground: Ground, quizId: number, { actor, now }: Asker, given: Given): Promise<Result<PlayerPage>> {
  const { db, config } = ground;
  const quiz = await findQuiz(db, quizId);
  if (!quiz) return problem('quiz.missing');
  const { issued, trouble, assisted } = given;
  const sittings = (await sittingsOf(db, quizId)).filter(({ closes, id }) => closes > now || id === issued?.payload.sitting);
  const sessions = await sessionTitles(db, quiz.campaignId);
  return ok({
    quiz: await quizTerms(ground, quiz),
    ticket: issued,
    trouble,
    sittings: sittings.map(({ id, opens, closes, places, sessionId, taken }) => ({
      id, opens: opens.toISOString(), closes: closes.toISOString(), session: sessions(sessionId), free: places === null ? null : Math.max(0, places - taken),
      booked: issued?.payload.sitting === id,
    })),
    attempts: issued ? await linesOf(ground, issued) : [],
    now: now.toISOString(),
    owner: createHmac('sha256', config.secret).update(`quizzes owner ${actor.personId} ${assisted ?? ''}`).digest('base64url').slice(0, 22),
    assisted,
    naming: assisted === null ? await namingOf(ground, quizId, actor.personId) : null,
    sealTo: emergencyKey(config.secret),
  });
}

async function quizTerms({ db }: Ground, quiz: QuizRow): Promise<QuizTerms> {
  const { id, title, mode, limit, attempts, counts, passMark, explanations, lateRule, campaignId, state } = quiz;
  const more = await termsOf(db, id);
  const campaign = (await campaignsNamed(db, [campaignId])).get(campaignId)?.title ?? '';
  return {
    id, title, campaign, mode, limit, attempts, counts, passMark, explanations, lateRule, closed: state === 'closed',
    certificate: more?.certificate === true, guessAsked: more?.guessAsked === true,
  };
}

async function linesOf({ db }: Ground, { payload }: Issued): Promise<AttemptLine[]> {
  return asSystem(db, 'quizzes: attempts of a ticket that was just checked', async (tx) => {
    const rows = await attemptsOf(tx, payload.ticket);
    const of = (await readContent(tx, payload.sitting, payload.sheet))?.items.length ?? 0;
    return rows.map((row) => lineOf(row, of));
  });
}

const lineOf = ({ ordinal, state, startedAt, receipt, submittedAt, answered }: AttemptRow, of: number): AttemptLine => ({
  ordinal,
  state,
  started: startedAt.toISOString(),
  receipt: receipt && submittedAt ? { code: shownReceipt(receipt), at: submittedAt.toISOString(), answered: answered ?? 0, of } : null,
});
