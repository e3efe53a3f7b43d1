import { fail, redirect } from '@sveltejs/kit';
import { readDays, readRetention, readTyped, setRetention } from '#modules/privacy/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, proofWanted, provenIn, signedIn, statusOf } from '../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  page: found(await readRetention(runtime(), signedIn(event))),
  done: event.url.searchParams.get('done'),
});

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData();
    const typed = readTyped(form);
    const said = readDays(typed);
    if (!said.ok) return fail(statusOf(said), { typed, problems: said.problems });
    const officer = await provenIn(event, form);
    if (!officer.ok) return fail(statusOf(officer), { typed, problems: officer.problems, wanted: await proofWanted(event) });
    const result = await setRetention(runtime(), said.value, officer.value);
    if (!result.ok) return fail(statusOf(result), { typed, problems: result.problems });
    redirect(303, event.locals.t.href('/desk/privacy/retention?done=days'));
  },
};
