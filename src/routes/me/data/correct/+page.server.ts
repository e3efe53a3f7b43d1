import { fail, redirect } from '@sveltejs/kit';
import { askCorrection, readCorrection, readTyped } from '#modules/privacy/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { signedIn, statusOf } from '../../../desk/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => void signedIn(event);

export const actions: Actions = {
  default: async (event) => {
    const own = { ...signedIn(event), language: event.locals.language };
    const typed = readTyped(await event.request.formData());
    const said = readCorrection(typed);
    const result = said.ok ? await askCorrection(runtime(), said.value, own) : said;
    if (!result.ok) return fail(statusOf(result), { typed, problems: result.problems });
    redirect(303, event.locals.t.href('/me/data?done=correct'));
  },
};
