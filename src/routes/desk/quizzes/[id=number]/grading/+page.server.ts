import { redirect } from '@sveltejs/kit';
import { gradeFrom, readGrading, readGradingQuery, readTypedGrade } from '#modules/quizzes/index.server.ts';
import { ok } from '#platform/result.ts';
import { runtime } from '#platform/runtime.server.ts';
import { again } from '../../../again.ts';
import { found, provenIn, signedIn } from '../../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  page: found(await readGrading(runtime(), event.params.id, readGradingQuery(event.url.searchParams), signedIn(event))),
  done: event.url.searchParams.get('done'),
});

export const actions: Actions = {
  grade: async (event) => {
    const form = await event.request.formData();
    // What changes a result that the person has seen asks once more who it is.
    const officer = form.get('seen') === '0' ? ok(signedIn(event)) : await provenIn(event, form);
    const typed = readTypedGrade(form);
    const graded = officer.ok ? await gradeFrom(runtime(), event.params.id, typed, officer.value) : officer;
    if (!graded.ok) return again(event, graded, { typed });
    redirect(303, event.locals.t.href(`/desk/quizzes/${event.params.id}/grading?item=${typed.item}&done=grade`));
  },
};
