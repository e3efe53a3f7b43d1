import { readOwnAttempts } from '#modules/quizzes/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { signedIn } from '../../desk/signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({ attempts: await readOwnAttempts(runtime(), signedIn(event)) });
