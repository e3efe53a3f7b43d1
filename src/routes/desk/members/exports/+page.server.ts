import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { decideExport, readExports, readRowQuery } from '#modules/members/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, proven, signedIn, statusOf } from '../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { page } = readRowQuery(event.url.searchParams);
  return { page: found(await readExports(runtime(), page, signedIn(event))), done: event.url.searchParams.get('done') };
};

const decide = (agrees: boolean) => async (event: RequestEvent) => {
  const officer = proven(event);
  const id = Number((await event.request.formData()).get('id')) || 0;
  const decided = await decideExport(runtime(), id, agrees, officer);
  if (!decided.ok) return fail(statusOf(decided), { problems: decided.problems });
  redirect(303, event.locals.t.href(`/desk/members/exports?done=${agrees ? 'agree' : 'refuse'}`));
};

export const actions: Actions = { agree: decide(true), refuse: decide(false) };
