import type { Db } from '#platform/database/client.ts';
import { similarTitles } from '#platform/search/store.server.ts';
import { supportersOf } from '../store/idea.server.ts';

export type SimilarIdea = { id: number; title: string; supporters: number };

/** Below this a title is like everything. */
const LEAST = 5;
const MOST = 200;

/** Published ideas whose titles are like this one, accent-free, with their supporters. */
export async function similarIdeas(db: Db, title: string): Promise<SimilarIdea[]> {
  if (title.trim().length < LEAST) return [];
  const found = await similarTitles(db, { type: 'idea', title: title.slice(0, MOST), limit: 5 });
  const supporters = await supportersOf(db, found.map((one) => Number(one.id)));
  return found.map((one) => ({ id: Number(one.id), title: one.title, supporters: supporters.get(Number(one.id)) ?? 0 }));
}
