import type { Job } from '#platform/jobs/events.server.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { publishDocument, withdrawDocument } from '#platform/search/store.server.ts';
import { lockDocument } from '../store/document.server.ts';
import { clausesOf, versionsOf } from '../store/version.server.ts';

const TYPE = 'document';

/** Makes a document findable as it stands now, under its lock: it does not matter how often or in which order events come. */
async function indexDocument({ db }: Pick<Runtime, 'db'>, id: number): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const document = await lockDocument(tx, id);
    const newest = (await versionsOf(tx, id)).find(({ state }) => state === 'published');
    await withdrawDocument(tx, TYPE, String(id));
    if (!document || document.withdrawnAt || !newest?.publishedAt) return;
    const clauses = await clausesOf(tx, newest.id);
    await publishDocument(tx, {
      type: TYPE,
      id: String(id),
      language: 'vi',
      audience: 'public',
      places: [],
      title: [document.symbol, document.title].filter(Boolean).join(' · '),
      body: clauses.flatMap(({ label, heading, text }) => [label, heading, text]).filter(Boolean).join('\n'),
      updatedAt: newest.publishedAt,
    });
  });
}

const indexJob: Job = {
  name: 'documents.index',
  on: ['documents.published', 'documents.withdrawn'],
  run: (runtime, data) => indexDocument(runtime, Number(data.id)),
};

export const jobs: readonly Job[] = [indexJob];
