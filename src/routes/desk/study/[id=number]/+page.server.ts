import { redirect, type RequestEvent } from '@sveltejs/kit';
import { readDeskCampaignQuizzes } from '#modules/quizzes/index.server.ts';
import { asksProof, campaignSteps, readDeskCampaign, readTypedStep } from '#modules/study/index.server.ts';
import { ok } from '#platform/result.ts';
import { runtime } from '#platform/runtime.server.ts';
import { again } from '../../again.ts';
import { found, provenIn, signedIn } from '../../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  desk: found(await readDeskCampaign(runtime().db, event.params.id, signedIn(event))),
  quizzes: await readDeskCampaignQuizzes(runtime().db, event.params.id, signedIn(event)),
  done: event.url.searchParams.get('done'),
});

const step = (name: string) => async (event: RequestEvent) => {
  const form = await event.request.formData();
  const officer = asksProof(name) ? await provenIn(event, form) : ok(signedIn(event));
  const taken = officer.ok ? await campaignSteps[name]!(runtime(), Number(event.params.id), form, officer.value) : officer;
  if (!taken.ok) return again(event, taken, { form: name, typed: readTypedStep(form) });
  redirect(303, event.locals.t.href(`/desk/study/${event.params.id}?done=${name}`));
};

export const actions = Object.fromEntries(Object.keys(campaignSteps).map((name) => [name, step(name)]));
