import { fail, redirect } from '@sveltejs/kit';
import { askCopy } from '#modules/privacy/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { proven, statusOf } from '../../../desk/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => void proven(event);

export const actions: Actions = {
  default: async (event) => {
    const result = await askCopy(runtime(), { ...proven(event), language: event.locals.language });
    if (!result.ok) return fail(statusOf(result), { problems: result.problems });
    redirect(303, event.locals.t.href('/me/data?done=copied'));
  },
};
