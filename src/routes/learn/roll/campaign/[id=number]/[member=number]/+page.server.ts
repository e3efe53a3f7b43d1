import { fail, redirect } from '@sveltejs/kit';
import { answer, readAnswer, readTrail } from '#modules/study/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn, statusOf } from '../../../../../desk/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  trail: found(await readTrail(runtime(), event.params.id, event.params.member, signedIn(event))),
  done: event.url.searchParams.has('done'),
});

export const actions: Actions = {
  answer: async (event) => {
    const read = readAnswer(await event.request.formData());
    const about = { campaign: event.params.id, member: event.params.member };
    const done = read.ok ? await answer(runtime(), about, read.value, signedIn(event)) : read;
    if (!done.ok) return fail(statusOf(done), { problems: done.problems });
    redirect(303, `${event.url.pathname}?done=1`);
  },
};
