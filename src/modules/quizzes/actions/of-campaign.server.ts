/** The quizzes of a campaign, as the pages of the campaign show them. */
import { within } from '#modules/organisation/index.server.ts';
import type { Person } from '#modules/people/index.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { QuizState } from '../rules/attempt.ts';
import { standingAt, type Window, type WindowStanding } from '../rules/window.ts';
import { maySee } from '../rules/quiz.ts';
import { allOfCampaign, quizzesOfCampaign, windowsOf, type DeskQuiz } from '../store/desk.server.ts';

export type CampaignQuiz = { id: number; title: string; state: QuizState; standing: WindowStanding; windows: Window[] };

/** For whoever may answer them: quizzes that were published, the newest first. */
export const readCampaignQuizzes = async (db: Db, campaignId: number, now: Instant): Promise<CampaignQuiz[]> =>
  shown(db, await quizzesOfCampaign(db, campaignId), now);

/** For the desk: drafts too, as far as the actor works on quizzes of the body that holds them. */
export async function readDeskCampaignQuizzes(
  db: Db, campaignId: number, { actor, now }: { actor: Person; now: Instant },
): Promise<CampaignQuiz[]> {
  const isWithin = await within(db, dayOf(now));
  const quizzes = await allOfCampaign(db, campaignId);
  return shown(db, quizzes.filter(({ bodyId }) => maySee(actor, bodyId, isWithin)), now);
}

async function shown(db: Db, quizzes: readonly DeskQuiz[], now: Instant): Promise<CampaignQuiz[]> {
  const windows = await windowsOf(db, quizzes.map(({ id }) => id));
  return quizzes.map(({ id, title, state }) => {
    const own = (windows.get(id) ?? []).map(({ opens, closes }) => ({ opens, closes }));
    return { id, title, state, windows: own, standing: standingAt(state, own, now) };
  });
}
