import { readQuizQuery, readQuizzes } from '#modules/quizzes/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn } from '../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  list: found(await readQuizzes(runtime().db, readQuizQuery(event.url.searchParams), signedIn(event))),
});
