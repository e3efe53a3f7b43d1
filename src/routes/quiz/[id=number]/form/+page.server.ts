import { fail, redirect } from '@sveltejs/kit';
import { readPlain, readPlainForm, savePlain } from '#modules/quizzes/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn, statusOf } from '../../../desk/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  page: found(await readPlain(runtime(), event.params.id, signedIn(event))),
});

export const actions: Actions = {
  default: async (event) => {
    const post = readPlainForm(await event.request.formData());
    const saved = await savePlain(runtime(), event.params.id, post, signedIn(event));
    if (!saved.ok) return fail(statusOf(saved), { problem: saved.problems[0]?.code, typed: post.fields });
    redirect(303, event.locals.t.href(`/quiz/${event.params.id}/form`));
  },
};
