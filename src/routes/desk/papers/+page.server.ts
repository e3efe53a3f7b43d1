import { readPaperQuery, readPapers } from '#modules/questions/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn } from '../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  papers: found(await readPapers(runtime().db, readPaperQuery(event.url.searchParams), signedIn(event))),
});
