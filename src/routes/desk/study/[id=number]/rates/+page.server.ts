import { redirect, type RequestEvent } from '@sveltejs/kit';
import { readRates, reopen, signOff } from '#modules/study/index.server.ts';
import { ratesPanels } from '#modules/study/views/rates/panels.ts';
import { runtime } from '#platform/runtime.server.ts';
import { drawAll } from '#ui/chart.server.ts';
import { again } from '../../../again.ts';
import { bodyIn, found, provenIn, signedIn } from '../../../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const officer = signedIn(event);
  const page = found(await readRates(runtime().db, event.params.id, bodyIn(event.url), officer));
  return { page, panels: await drawAll(ratesPanels(event.locals.t, page)), now: officer.now, done: event.url.searchParams.get('done') };
};

const step = (name: 'sign' | 'reopen', take: typeof signOff, field: string) => async (event: RequestEvent) => {
  const form = await event.request.formData();
  const [officer, typed, body] = [await provenIn(event, form), String(form.get(field) ?? ''), Number(form.get('body')) || 0];
  const taken = officer.ok ? await take(runtime(), { campaign: Number(event.params.id), body }, typed, officer.value) : officer;
  if (!taken.ok) return again(event, taken, { form: name, reason: name === 'reopen' ? typed : '' });
  redirect(303, event.locals.t.href(`/desk/study/${event.params.id}/rates?body=${body}&done=${name}`));
};

export const actions = { sign: step('sign', signOff, 'seen'), reopen: step('reopen', reopen, 'reason') };
