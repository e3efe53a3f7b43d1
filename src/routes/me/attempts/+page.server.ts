import { fail, redirect } from '@sveltejs/kit';
import { chooseNaming, readNamingForm, readOwnAttempts } from '#modules/quizzes/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { signedIn, statusOf } from '../../desk/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  attempts: await readOwnAttempts(runtime(), signedIn(event)),
  chosen: event.url.searchParams.get('chosen'),
});

export const actions: Actions = {
  naming: async (event) => {
    const asker = { ...signedIn(event), language: event.locals.language };
    const chosen = await chooseNaming(runtime(), readNamingForm(await event.request.formData()), asker);
    if (!chosen.ok) return fail(statusOf(chosen), { problem: chosen.problems[0]?.code });
    redirect(303, `${event.locals.t.href('/me/attempts')}?chosen=naming`);
  },
};
