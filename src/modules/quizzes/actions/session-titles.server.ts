import { sessionsNamed } from '#modules/study/index.server.ts';
import type { Db } from '#platform/database/client.ts';

/** What a session of the campaign is called, after which a sitting is; null for none. */
export async function sessionTitles(db: Db, campaignId: number): Promise<(session: number | null) => string | null> {
  const titles = new Map((await sessionsNamed(db, campaignId)).map(({ id, title }) => [id, title]));
  return (session) => titles.get(session ?? 0) ?? null;
}
