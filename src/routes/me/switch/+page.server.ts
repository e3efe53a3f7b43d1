import { redirect } from '@sveltejs/kit';
import { FORGET, signOut } from '#modules/people/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { actor, t } }) => {
  if (actor.kind !== 'person') redirect(303, t.href('/sign-in'));
  return { name: actor.name };
};

/** Whoever comes next finds nothing of the person before, on whatever device. */
export const actions: Actions = {
  default: async ({ request, cookies, locals, setHeaders }) => {
    const { cookies: cleared } = await signOut(runtime(), request.headers);
    for (const { name, value, options } of cleared) cookies.set(name, value, options);
    setHeaders(FORGET);
    redirect(303, locals.t.href('/sign-in?done=switched'));
  },
};
