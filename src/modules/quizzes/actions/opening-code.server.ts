/**
 * The code that opens a sitting in a hall without network: the sheets' key, on paper or on the secretary's screen. It is
 * given a day before, to whoever answers for the sitting, and each time it is, the log says so.
 */
import { within } from '#modules/organisation/index.server.ts';
import { branchesOfSecretary, campaignsNamed } from '#modules/study/index.server.ts';
import { audit } from '#platform/audit/audit.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { maySee } from '../rules/quiz.ts';
import { deskQuiz, keyOfSitting } from '../store/desk.server.ts';
import type { Officer } from './desk.server.ts';

const EARLIEST_MS = 24 * 3_600_000;

export type OpeningCode = {
  quizId: number;
  title: string;
  campaign: string;
  opens: Instant;
  /** Address of the player with the key behind `#`, which no server sees. */
  url: string;
};

/** Problems: `quiz.missing`, `code.early` {hours}. */
export async function openingCode(
  { db, config }: Pick<Runtime, 'db' | 'config'>, quizId: number, sittingId: number, { actor, now }: Officer,
): Promise<Result<OpeningCode>> {
  const quiz = await deskQuiz(db, quizId);
  if (quiz?.state !== 'published') return problem('quiz.missing');
  const keeps = maySee(actor, quiz.bodyId, await within(db, dayOf(now)));
  const branches = keeps ? [] : await branchesOfSecretary(db, quiz.campaignId, actor.personId);
  if (!keeps && branches.length === 0) return problem('quiz.missing');
  const sitting = await keyOfSitting(db, quizId, sittingId);
  if (!sitting?.key) return problem('quiz.missing');
  if (sitting.opens.getTime() - now.getTime() > EARLIEST_MS) return problem('code.early', { hours: EARLIEST_MS / 3_600_000 });
  const key = sitting.key.toString('base64url');
  const bodyId = branches[0] ?? quiz.bodyId;
  await asSystem(db, 'quizzes: the code was given', (tx) => audit(tx, {
    kind: 'quizzes.openingCode', by: actor, bodyId, subject: `quiz:${quizId}`, details: { sitting: sittingId }, now,
  }));
  const campaign = (await campaignsNamed(db, [quiz.campaignId])).get(quiz.campaignId)?.title ?? '';
  const url = `${config.publicOrigin}/thi/${quizId}#k=${sittingId}.${key}`;
  return ok({ quizId, title: quiz.title, campaign, opens: sitting.opens, url });
}
