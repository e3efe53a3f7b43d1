import { redirect } from '@sveltejs/kit';
import { decide, isAct, readDecision, readReorganisation, readTyped } from '#modules/organisation/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { again } from '../../../../again.ts';
import { found, provenIn, signedIn } from '../../../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const page = found(await readReorganisation(runtime().db, event.params.id, signedIn(event)));
  const act = event.url.searchParams.get('act');
  return { page, act: isAct(act) ? act : null };
};

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData();
    const officer = await provenIn(event, form);
    const typed = readTyped(form);
    const read = officer.ok ? readDecision(typed) : officer;
    const done = officer.ok && read.ok ? await decide(runtime(), event.params.id, read.value, officer.value) : read;
    if (!done.ok) return again(event, done, { typed });
    redirect(303, event.locals.t.href(`/desk/organisation/reorganisations/${event.params.id}?done=${done.value}`));
  },
};
