import { redirect } from '@sveltejs/kit';
import { deskOf } from '#modules/people/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { PageServerLoad } from './$types';
import { signedIn } from './signed-in.ts';

export const load: PageServerLoad = (event) => {
  const { actor, now } = signedIn(event);
  // A member without a role has an account, and no desk.
  if (actor.grants.length === 0 && !actor.awaitsFactor) redirect(303, event.locals.t.href('/me'));
  return deskOf(runtime(), actor, now);
};
