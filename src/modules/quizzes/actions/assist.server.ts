/** A secretary writes down for a member of the own branch who has no phone and agreed to it; marked so everywhere. */
import { readRoll } from '#modules/study/index.server.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import type { PlayerPage, SittingChoice } from '../rules/player.ts';
import { findQuiz, sittingsOf } from '../store/quiz.server.ts';
import { pageOf, type Asker, type Ground } from './player.server.ts';
import { sessionTitles } from './session-titles.server.ts';
import { assistedTicket, type Assisting } from './ticket.server.ts';

export type AssistPage = {
  quizId: number;
  title: string;
  /** Of the secretary's branches, in the order of names. */
  people: { id: number; name: string }[];
  sittings: Pick<SittingChoice, 'id' | 'opens' | 'closes' | 'session'>[];
};

/** Problems: `quiz.missing`, `forbidden`. */
export async function readAssist(ground: Ground, quizId: number, asker: Asker): Promise<Result<AssistPage>> {
  const quiz = await findQuiz(ground.db, quizId);
  if (quiz?.state !== 'published') return problem('quiz.missing');
  const roll = await readRoll(ground, { campaign: quiz.campaignId }, 'branch', asker);
  if (!roll.ok || roll.value.hand !== 'branch') return problem('forbidden');
  const sittings = (await sittingsOf(ground.db, quizId)).filter(({ closes }) => closes > asker.now);
  const sessions = await sessionTitles(ground.db, quiz.campaignId);
  return ok({
    quizId, title: quiz.title,
    people: roll.value.branches.flatMap(({ people }) => people.map(({ member, name }) => ({ id: member, name }))),
    sittings: sittings.map(({ id, opens, closes, sessionId }) => (
      { id, opens: opens.toISOString(), closes: closes.toISOString(), session: sessions(sessionId) })),
  });
}

/** The player for that member, on the secretary's device. Problems: those of `assistedTicket` and `readAssist`. */
export async function assist(ground: Ground, wanted: Assisting, asker: Asker): Promise<Result<PlayerPage>> {
  const page = await readAssist(ground, wanted.quizId, asker);
  if (!page.ok) return page;
  const name = page.value.people.find(({ id }) => id === wanted.memberId)?.name;
  if (name === undefined) return problem('assist.who');
  const issued = await assistedTicket(ground, wanted, asker);
  if (!issued.ok) return issued;
  return pageOf(ground, wanted.quizId, asker, { issued: issued.value, trouble: null, assisted: name });
}
