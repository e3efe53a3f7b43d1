import { fail } from '@sveltejs/kit';
import { assist, readAssist, readAssistForm } from '#modules/quizzes/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn, statusOf } from '../../../desk/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  page: found(await readAssist(runtime(), event.params.id, signedIn(event))),
});

export const actions: Actions = {
  default: async (event) => {
    const typed = readAssistForm(await event.request.formData());
    const wanted = { quizId: event.params.id, memberId: typed.member, sitting: typed.sitting || null, consent: typed.consent };
    const opened = await assist(runtime(), wanted, signedIn(event));
    return opened.ok ? { player: opened.value } : fail(statusOf(opened), { problem: opened.problems[0]?.code, typed });
  },
};
