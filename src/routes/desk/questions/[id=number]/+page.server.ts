import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { questionSteps, readItem, readPickQuery, readTypedQuestion } from '#modules/questions/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn, statusOf } from '../../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  page: found(await readItem(runtime().db, event.params.id, signedIn(event), readPickQuery(event.url.searchParams))),
  done: event.url.searchParams.get('done'),
});

const step = (name: string) => async (event: RequestEvent) => {
  const officer = signedIn(event);
  const typed = readTypedQuestion(await event.request.formData());
  const taken = await questionSteps[name]!(runtime(), Number(event.params.id), typed, officer);
  if (!taken.ok) return fail(statusOf(taken), { typed, problems: taken.problems, form: name });
  redirect(303, event.locals.t.href(`/desk/questions/${event.params.id}?done=${name}`));
};

export const actions = {
  save: step('save'), submit: step('submit'), approve: step('approve'), giveBack: step('giveBack'), retire: step('retire'),
  cite: step('cite'), uncite: step('uncite'), confirm: step('confirm'),
};
