import { redirect, type RequestEvent } from '@sveltejs/kit';
import { offersStatements, quizAsksProof, quizSteps, readQuizPage, readTypedQuiz } from '#modules/quizzes/index.server.ts';
import { ok } from '#platform/result.ts';
import { runtime } from '#platform/runtime.server.ts';
import { again } from '../../again.ts';
import { found, provenIn, signedIn } from '../../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  page: found(await readQuizPage(runtime().db, event.params.id, signedIn(event))),
  statements: await offersStatements(runtime(), event.params.id, signedIn(event)),
  done: event.url.searchParams.get('done'),
});

const step = (name: keyof typeof quizSteps) => async (event: RequestEvent) => {
  const form = await event.request.formData();
  const officer = quizAsksProof(name) ? await provenIn(event, form) : ok(signedIn(event));
  const typed = readTypedQuiz(form);
  const taken = officer.ok ? await quizSteps[name](runtime(), Number(event.params.id), typed, officer.value) : officer;
  if (!taken.ok) return again(event, taken, { typed, form: name as string });
  redirect(303, event.locals.t.href(`/desk/quizzes/${event.params.id}?done=${name}`));
};

export const actions = {
  save: step('save'), submit: step('submit'), giveBack: step('giveBack'), publish: step('publish'), cancel: step('cancel'),
};
