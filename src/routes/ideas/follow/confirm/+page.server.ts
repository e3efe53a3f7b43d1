import { fail, redirect } from '@sveltejs/kit';
import { confirmFollow, readToken, readWish } from '#modules/ideas/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** A mail scanner opens this page too; only the button on it confirms. */
export const load: PageServerLoad = async ({ url, locals }) => {
  const token = readToken(url.searchParams.get('token'));
  const followed = token ? await readWish(runtime(), token, locals.now) : null;
  return { token, followed, done: url.searchParams.has('done') };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const confirmed = await confirmFollow(runtime(), readToken((await request.formData()).get('token')), locals.now);
    if (!confirmed.ok) return fail(404, {});
    redirect(303, locals.t.href('/ideas/follow/confirm?done'));
  },
};
