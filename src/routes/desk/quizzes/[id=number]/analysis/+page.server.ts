import { readAnalysis } from '#modules/quizzes/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { bodyIn, found, signedIn } from '../../../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  page: found(await readAnalysis(runtime().db, event.params.id, bodyIn(event.url), signedIn(event))),
});
