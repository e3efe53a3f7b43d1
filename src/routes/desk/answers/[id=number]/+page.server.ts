import { redirect, type RequestEvent } from '@sveltejs/kit';
import { changeRows, isAnswerPublishing, readAnswerDesk, readAnswerValues, readTyped } from '#modules/ideas/index.server.ts';
import { ok } from '#platform/result.ts';
import { runtime } from '#platform/runtime.server.ts';
import { again as comesBack } from '../../again.ts';
import { found, provenIn, signedIn } from '../../signed-in.ts';
import type { PageServerLoad } from './$types';
import { acts } from './acts.ts';

export const load: PageServerLoad = async (event) => {
  const { searchParams } = event.url;
  const desk = found(await readAnswerDesk(runtime(), event.params.id, signedIn(event)));
  return { desk, done: searchParams.get('done'), open: Number(searchParams.get('milestone')) || null, now: event.locals.now };
};

const handle = (act: string) => async (event: RequestEvent) => {
  const form = await event.request.formData();
  const officer = isAnswerPublishing(act) ? await provenIn(event, form) : ok(signedIn(event));
  const again = { act, typed: readTyped(form), answer: readAnswerValues(form) };
  // Rows come and go without anything being kept: the form shows what came in.
  if (act === 'rows') return { ...again, answer: changeRows(again.answer, form.get('row')), problems: [] };
  const result = officer.ok ? await acts[act]!(Number(event.params.id), form, officer.value) : officer;
  if (!result.ok) return comesBack(event, result, again);
  redirect(303, event.locals.t.href(`/desk/answers/${event.params.id}?done=${act}`));
};
export const actions = Object.fromEntries([...Object.keys(acts), 'rows'].map((act) => [act, handle(act)]));
