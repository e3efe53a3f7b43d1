/** Questions of participants in a session, and the organiser's answers. */
import { ancestors } from '#modules/organisation/index.server.ts';
import { memberOfAccount } from '#modules/members/index.server.ts';
import { dayOf } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { fieldProblem, ok, problem, type Result } from '#platform/result.ts';
import { isInvited, QUESTIONS_EACH, takesQuestions } from '../rules/session.ts';
import { findCampaign, type CampaignRow } from '../store/campaign.server.ts';
import { answerQuestion, countAsked, hideQuestion, insertQuestion, lockQuestion, withdrawQuestion } from '../store/question.server.ts';
import { lockParticipant } from '../store/roster.server.ts';
import { invitedTo, lockSession, type SessionRow } from '../store/session.server.ts';
import { change, type Ground, type Officer } from './ground.server.ts';
import { withSession } from './session.server.ts';

type Attending = { tx: Db; memberId: number; session: SessionRow; campaign: CampaignRow };

/** For whoever is on the roster and invited. Problem `session.missing` for everybody else: they need not know of it. */
async function asParticipant<T>(
  ground: Ground, sessionId: number, { actor, now }: Officer, work: (attending: Attending) => Promise<Result<T>>,
): Promise<Result<T>> {
  const member = await memberOfAccount(ground.db, actor.personId, dayOf(now));
  if (!member) return problem('session.missing');
  return change(ground, 'a question of a participant', async (tx) => {
    const session = await lockSession(tx, sessionId);
    const campaign = session && (await findCampaign(tx, session.campaignId));
    const row = session && (await lockParticipant(tx, session.campaignId, member.memberId));
    if (!session || !campaign || !row) return problem('session.missing');
    const reach = [row.bodyId, ...(await ancestors(tx, row.bodyId, campaign.rosterOn))];
    const invited = (await invitedTo(tx, [sessionId])).get(sessionId)!;
    if (!isInvited(invited, { id: member.memberId, reach })) return problem('session.missing');
    return work({ tx, memberId: member.memberId, session, campaign });
  });
}

/** Problems: `session.missing`, `question.closed`, `question.many` {most}. */
export function askQuestion(
  ground: Ground, sessionId: number, { text, named }: { text: string; named: boolean }, officer: Officer,
): Promise<Result<number>> {
  return asParticipant(ground, sessionId, officer, async ({ tx, memberId, session, campaign }) => {
    if (!takesQuestions(session, campaign, officer.now)) return problem('question.closed');
    if ((await countAsked(tx, sessionId, memberId)) >= QUESTIONS_EACH) return fieldProblem('text', 'question.many', { most: QUESTIONS_EACH });
    await insertQuestion(tx, sessionId, { memberId, author: named ? officer.actor.name : null, text }, officer.now);
    return ok(sessionId);
  });
}

/** The author takes the own question back. Problems: `session.missing`, `question.missing`. */
export function takeBackQuestion(ground: Ground, sessionId: number, id: number, officer: Officer): Promise<Result<number>> {
  return asParticipant(ground, sessionId, officer, async ({ tx, memberId }) => {
    const question = await lockQuestion(tx, sessionId, id);
    if (!question || question.memberId !== memberId || question.withdrawnAt) return problem('question.missing');
    await withdrawQuestion(tx, id, officer.now);
    return ok(sessionId);
  });
}

/** Problems: those of `withSession`, and `question.missing`. */
export function answer(
  ground: Ground, sessionId: number, { question: id, text }: { question: number; text: string }, officer: Officer,
): Promise<Result<number>> {
  return withSession(ground, sessionId, officer, async ({ tx }) => {
    const question = await lockQuestion(tx, sessionId, id);
    if (!question || question.withdrawnAt) return problem('question.missing');
    await answerQuestion(tx, id, text, { by: officer.actor.personId, now: officer.now });
    return ok(sessionId);
  });
}

/** Hides a question from the other participants; its author reads why. With null it is shown again. */
export function hide(
  ground: Ground, sessionId: number, { question: id, reason }: { question: number; reason: string | null }, officer: Officer,
): Promise<Result<number>> {
  return withSession(ground, sessionId, officer, async ({ tx }) => {
    const question = await lockQuestion(tx, sessionId, id);
    if (!question || question.withdrawnAt) return problem('question.missing');
    await hideQuestion(tx, id, reason);
    return ok(sessionId);
  });
}

