import { readQueue, readQueueQuery } from '#modules/privacy/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn } from '../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  queue: found(await readQueue(runtime(), readQueueQuery(event.url.searchParams), signedIn(event))),
});
