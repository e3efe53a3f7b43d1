import { redirect, type RequestEvent } from '@sveltejs/kit';
import { extraSteps, readAllowances, readExtraQuery, readTypedExtra } from '#modules/quizzes/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { again } from '../../../again.ts';
import { found, signedIn } from '../../../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  page: found(await readAllowances(runtime(), event.params.id, readExtraQuery(event.url.searchParams), signedIn(event))),
  done: event.url.searchParams.get('done'),
});

const step = (form: keyof typeof extraSteps) => async (event: RequestEvent) => {
  const typed = readTypedExtra(await event.request.formData());
  const taken = await extraSteps[form](runtime(), Number(event.params.id), typed, signedIn(event));
  if (!taken.ok) return again(event, taken, { typed, form: form as string });
  redirect(303, event.locals.t.href(`/desk/quizzes/${event.params.id}/allowances?done=${form}`));
};

export const actions = { give: step('give'), takeBack: step('takeBack') };
