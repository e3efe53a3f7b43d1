import { readQueue, readQueueQuery } from '#modules/ideas/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn } from '../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const params = event.url.searchParams;
  const queue = found(await readQueue(runtime(), readQueueQuery(params), signedIn(event)));
  return { queue, done: params.get('done'), doneId: params.get('idea') };
};
