import { fail, redirect } from '@sveltejs/kit';
import { paperSteps, readBankQuery, readChoose, readTypedPaper } from '#modules/questions/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn, statusOf } from '../../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  page: found(await readChoose(runtime().db, event.params.id, readBankQuery(event.url.searchParams), signedIn(event))),
});

export const actions: Actions = {
  default: async (event) => {
    const officer = signedIn(event);
    const typed = readTypedPaper(await event.request.formData());
    const added = await paperSteps.add!(runtime(), event.params.id, typed, officer);
    if (!added.ok) return fail(statusOf(added), { chosen: typed.chosen, problems: added.problems });
    redirect(303, event.locals.t.href(`/desk/papers/${added.value}?done=add`));
  },
};
