import { fail, redirect } from '@sveltejs/kit';
import { createItem, readQuestionForm, readStart, readTypedQuestion } from '#modules/questions/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn, statusOf } from '../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => found(await readStart(runtime().db, signedIn(event)));

export const actions: Actions = {
  default: async (event) => {
    const officer = signedIn(event);
    const typed = readTypedQuestion(await event.request.formData());
    const read = readQuestionForm(typed);
    const made = read.ok ? await createItem(runtime(), read.value, officer) : read;
    if (!made.ok) return fail(statusOf(made), { typed, problems: made.problems });
    redirect(303, event.locals.t.href(`/desk/questions/${made.value}?done=start`));
  },
};
