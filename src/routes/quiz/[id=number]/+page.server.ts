import { fail, redirect } from '@sveltejs/kit';
import { beginPlain, bookSitting, readGuess, readPlayerPage, readSittingField } from '#modules/quizzes/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn, statusOf } from '../../desk/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  page: found(await readPlayerPage(runtime(), event.params.id, signedIn(event))),
});

export const actions: Actions = {
  book: async (event) => {
    const sitting = readSittingField(await event.request.formData());
    const booked = await bookSitting(runtime(), event.params.id, sitting, signedIn(event));
    if (!booked.ok) return fail(statusOf(booked), { problem: booked.problems[0]?.code });
    redirect(303, event.locals.t.href(`/quiz/${event.params.id}`));
  },
  begin: async (event) => {
    const asker = signedIn(event);
    const begun = await beginPlain(runtime(), event.params.id, readGuess(await event.request.formData()), asker);
    if (!begun.ok) return fail(statusOf(begun), { problem: begun.problems[0]?.code });
    redirect(303, event.locals.t.href(`/quiz/${event.params.id}/form`));
  },
};
