import { bodyName } from '#modules/organisation/index.server.ts';
import { labelOf } from '#modules/places/index.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { frontFigures, latestAnswered, type FrontFigures, type SaidAndDone } from '../store/front.server.ts';

export type FrontAnswer = Omit<SaidAndDone, 'placeId' | 'placeOn' | 'bodyId'> & { place: string | null; body: string };
export type Front = { figures: FrontFigures; answers: FrontAnswer[] };

const DAY_MS = 86_400_000;
/** Characters of an answer on the front page; what is longer ends at a word, and says that it goes on. */
const OPENING = 220;

function opening(text: string): string {
  if (text.length <= OPENING) return text;
  const cut = text.slice(0, OPENING);
  // Khmer has few spaces: there the cut may stay where it is.
  const end = Math.max(cut.lastIndexOf(' '), cut.lastIndexOf('\n'));
  return `${(end > OPENING / 2 ? cut.slice(0, end) : cut).replace(/[\s.,;:]+$/, '')} …`;
}

/** What the home page says about ideas: the figures of three months, and the latest answers. */
export async function readFront(db: Db, now: Instant): Promise<Front> {
  const today = dayOf(now);
  const before = (days: number) => new Date(now.getTime() - days * DAY_MS);
  const [figures, answered] = await Promise.all([frontFigures(db, before(91), before(7), today), latestAnswered(db, 3)]);
  const answers = await Promise.all(
    answered.map(async ({ placeId, placeOn, bodyId, ...rest }) => ({
      ...rest,
      text: opening(rest.text),
      place: placeId === null ? null : ((await labelOf(db, placeId, placeOn ?? today, today))?.short ?? null),
      body: await bodyName(db, bodyId, dayOf(rest.publishedAt), today),
    })),
  );
  return { figures, answers };
}
