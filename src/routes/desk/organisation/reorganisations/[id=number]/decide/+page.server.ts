import { fail, redirect } from '@sveltejs/kit';
import { decide, isAct, readDecision, readReorganisation, readTyped } from '#modules/organisation/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, proven, statusOf } from '../../../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const page = found(await readReorganisation(runtime().db, event.params.id, proven(event)));
  const act = event.url.searchParams.get('act');
  return { page, act: isAct(act) ? act : null };
};

export const actions: Actions = {
  default: async (event) => {
    const officer = proven(event);
    const typed = readTyped(await event.request.formData());
    const read = readDecision(typed);
    const done = read.ok ? await decide(runtime(), event.params.id, read.value, officer) : read;
    if (!done.ok) return fail(statusOf(done), { typed, problems: done.problems });
    redirect(303, event.locals.t.href(`/desk/organisation/reorganisations/${event.params.id}?done=${done.value}`));
  },
};
