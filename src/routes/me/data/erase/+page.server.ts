import { fail, redirect } from '@sveltejs/kit';
import { askErasure, readErasePage, readTyped } from '#modules/privacy/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, proven, statusOf } from '../../../desk/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  page: found(await readErasePage(runtime(), { ...proven(event), language: event.locals.language })),
});

export const actions: Actions = {
  default: async (event) => {
    const own = { ...proven(event), language: event.locals.language };
    const { sure } = readTyped(await event.request.formData());
    if (sure !== 'yes') return fail(400, { problems: [{ field: 'sure', code: 'sure.missing' }] });
    const result = await askErasure(runtime(), own);
    if (!result.ok) return fail(statusOf(result), { problems: result.problems });
    redirect(303, event.locals.t.href('/me/data?done=erase'));
  },
};
