import { redirect } from '@sveltejs/kit';
import { decideLateFrom, readLate, readQuizQuery, readTypedLate } from '#modules/quizzes/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { again } from '../../../again.ts';
import { found, provenIn, signedIn } from '../../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  page: found(await readLate(runtime(), event.params.id, readQuizQuery(event.url.searchParams).page, signedIn(event))),
  done: event.url.searchParams.get('done'),
});

export const actions: Actions = {
  decide: async (event) => {
    const form = await event.request.formData();
    const officer = await provenIn(event, form);
    const typed = readTypedLate(form);
    const decided = officer.ok ? await decideLateFrom(runtime(), event.params.id, typed, officer.value) : officer;
    if (!decided.ok) return again(event, decided, { typed });
    redirect(303, event.locals.t.href(`/desk/quizzes/${event.params.id}/late?done=decide`));
  },
};
