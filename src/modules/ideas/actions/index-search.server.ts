import { dayOf, type Instant } from '#platform/clock.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { publishDocument, withdrawDocument } from '#platform/search/store.server.ts';
import { isLanguage } from '#platform/words/translate.ts';
import { visibility } from '../rules/states.ts';
import { findIdea, lockIdea } from '../store/idea.server.ts';
import { placesAround } from './around.server.ts';

const TYPE = 'idea';

/**
 * Makes an idea findable as it stands now, or unfindable: always from the row of this moment and under its lock, so
 * that it does not matter how often and in which order the events arrive.
 */
export async function indexIdea({ db }: Runtime, id: number, now: Instant): Promise<void> {
  const seen = await findIdea(db, id);
  const places = seen ? await placesAround(db, seen.placeId, dayOf(now)) : [];
  await db.transaction().execute(async (tx) => {
    const idea = await lockIdea(tx, id);
    // A tombstone must not be found by the words that it no longer shows; another language leaves no copy behind.
    await withdrawDocument(tx, TYPE, String(id));
    if (!idea || visibility(idea) !== 'public') return;
    await publishDocument(tx, {
      type: TYPE,
      id: String(id),
      language: isLanguage(idea.language) ? idea.language : 'vi',
      audience: 'public',
      places: places.map(String),
      title: idea.title,
      body: idea.body,
      updatedAt: idea.receivedAt,
    });
  });
}
