import { fail, redirect } from '@sveltejs/kit';
import { readQuizStart, readTypedQuiz, startQuiz } from '#modules/quizzes/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn, statusOf } from '../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  campaign: found(await readQuizStart(runtime().db, event.url.searchParams.get('campaign') ?? '', signedIn(event))),
});

export const actions: Actions = {
  default: async (event) => {
    const officer = signedIn(event);
    const typed = readTypedQuiz(await event.request.formData());
    const campaign = event.url.searchParams.get('campaign') ?? '';
    const made = await startQuiz(runtime(), { ...typed, campaign }, officer);
    if (!made.ok) return fail(statusOf(made), { problems: made.problems, title: typed.title });
    redirect(303, event.locals.t.href(`/desk/quizzes/${made.value}?done=start`));
  },
};
