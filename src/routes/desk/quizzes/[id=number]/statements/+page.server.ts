import { error, redirect } from '@sveltejs/kit';
import { askStatements, offersStatements, readStatements, readStatementsPage, readTypedStatements } from '#modules/quizzes/index.server.ts';
import { both } from '#platform/result.ts';
import { runtime } from '#platform/runtime.server.ts';
import { again } from '../../../again.ts';
import { found, provenIn, signedIn } from '../../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const officer = signedIn(event);
  return { page: found(await readStatementsPage(runtime(), event.params.id, officer)), now: officer.now };
};

export const actions: Actions = {
  ask: async (event) => {
    if (!(await offersStatements(runtime(), event.params.id, signedIn(event)))) error(404, 'quiz.missing');
    const form = await event.request.formData();
    const typed = readTypedStatements(form);
    const ready = both(await provenIn(event, form), readStatements(typed));
    const asked = ready.ok ? await askStatements(runtime(), event.params.id, ready.value[1], ready.value[0]) : ready;
    if (!asked.ok) return again(event, asked, { typed });
    redirect(303, event.url.pathname);
  },
};
