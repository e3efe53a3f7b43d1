import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { paperSteps, readPaper, readPickQuery, readTypedPaper } from '#modules/questions/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn, statusOf } from '../../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  page: found(await readPaper(runtime().db, event.params.id, readPickQuery(event.url.searchParams), signedIn(event))),
  done: event.url.searchParams.get('done'),
});

const step = (name: string) => async (event: RequestEvent) => {
  const officer = signedIn(event);
  const typed = readTypedPaper(await event.request.formData());
  const taken = await paperSteps[name]!(runtime(), Number(event.params.id), typed, officer);
  if (!taken.ok) return fail(statusOf(taken), { typed, problems: taken.problems, form: name });
  redirect(303, event.locals.t.href(`/desk/papers/${taken.value}?done=${name}`));
};

export const actions = {
  save: step('save'), order: step('order'), renew: step('renew'), addRow: step('addRow'), rows: step('rows'), submit: step('submit'),
  approve: step('approve'), giveBack: step('giveBack'), retire: step('retire'), copy: step('copy'),
};
