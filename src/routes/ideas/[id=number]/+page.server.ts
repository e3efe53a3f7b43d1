import { error, fail, redirect } from '@sveltejs/kit';
import { isSupporting, readIdeaPage, supportIdea } from '#modules/ideas/index.server.ts';
import { CACHE_TAGS } from '#platform/http/cached-pages.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals, cookies, setHeaders }) => {
  const { db } = runtime();
  const id = params.id;
  const view = await readIdeaPage(db, id, locals.actor, locals.now);
  if (view.kind === 'missing') error(404, 'No such idea');
  setHeaders({ [CACHE_TAGS]: `idea:${id}` });
  const shared = runtime().config.publicOrigin + locals.t.href(`/ideas/${id}`);
  return { view, shared, now: locals.now, supported: await isSupporting(runtime(), id, locals.actor, cookies) };
};

export const actions: Actions = {
  support: async ({ params, request, locals, cookies, url, getClientAddress }) => {
    const back = (await request.formData()).get('take') === 'back';
    const secure = url.protocol === 'https:';
    const who = { actor: locals.actor, cookies, secure, address: getClientAddress(), now: locals.now };
    const done = await supportIdea(runtime(), params.id, back, who);
    return done.ok ? redirect(303, locals.t.href(`/ideas/${params.id}`)) : fail(400, { problems: done.problems });
  },
};
