import { fail, redirect } from '@sveltejs/kit';
import { askToFollow, leaveFollow, openFollow, readFollow, readToken } from '#modules/ideas/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url, locals }) => {
  const page = await openFollow(runtime(), readFollow(url.searchParams, locals.language), locals.now);
  return { page, sent: url.searchParams.has('sent') };
};

export const actions: Actions = {
  ask: async ({ request, locals, getClientAddress }) => {
    const form = readFollow(await request.formData(), locals.language);
    const page = await openFollow(runtime(), form, locals.now);
    if (form.findPlace) return { page, problems: [] };
    const asked = await askToFollow(runtime(), form, { address: getClientAddress(), now: locals.now });
    if (!asked.ok) return fail(400, { page, problems: asked.problems });
    redirect(303, locals.t.href('/ideas/follow?sent'));
  },
  leave: async ({ request, locals }) => {
    await leaveFollow(runtime(), readToken((await request.formData()).get('token')));
    redirect(303, locals.t.href('/ideas/follow/leave?done'));
  },
};
