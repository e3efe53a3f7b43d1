import { deskOf } from '#modules/people/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { PageServerLoad } from './$types';
import { signedIn } from './signed-in.ts';

export const load: PageServerLoad = (event) => {
  const { actor, now } = signedIn(event);
  return deskOf(runtime(), actor, now);
};
