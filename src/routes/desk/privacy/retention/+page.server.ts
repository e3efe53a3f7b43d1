import { fail, redirect } from '@sveltejs/kit';
import { readDays, readRetention, readTyped, setRetention } from '#modules/privacy/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, proven, signedIn, statusOf } from '../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  page: found(await readRetention(runtime(), signedIn(event))),
  done: event.url.searchParams.get('done'),
});

export const actions: Actions = {
  default: async (event) => {
    const officer = proven(event);
    const typed = readTyped(await event.request.formData());
    const said = readDays(typed);
    const result = said.ok ? await setRetention(runtime(), said.value, officer) : said;
    if (!result.ok) return fail(statusOf(result), { typed, problems: result.problems });
    redirect(303, event.locals.t.href('/desk/privacy/retention?done=days'));
  },
};
