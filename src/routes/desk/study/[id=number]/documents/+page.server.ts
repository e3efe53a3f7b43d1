import { redirect, type RequestEvent } from '@sveltejs/kit';
import { readCampaignQuery, readStudiedPage, studiedSteps } from '#modules/study/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { again } from '../../../again.ts';
import { found, signedIn } from '../../../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  page: found(await readStudiedPage(runtime().db, event.params.id, readCampaignQuery(event.url.searchParams), signedIn(event))),
});

const step = (name: string) => async (event: RequestEvent) => {
  const form = await event.request.formData();
  const taken = await studiedSteps[name]!(runtime(), Number(event.params.id), form, signedIn(event));
  if (!taken.ok) return again(event, taken, { form: name });
  redirect(303, event.locals.t.href(`/desk/study/${event.params.id}/documents`));
};

export const actions = { add: step('add'), drop: step('drop') };
