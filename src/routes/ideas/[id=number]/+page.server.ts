import { error } from '@sveltejs/kit';
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
  support: async ({ params, request, locals, cookies, getClientAddress }) => {
    const back = (await request.formData()).get('take') === 'back';
    const who = { actor: locals.actor, cookies, address: getClientAddress(), now: locals.now };
    return supportIdea(runtime(), params.id, back, who);
  },
};
