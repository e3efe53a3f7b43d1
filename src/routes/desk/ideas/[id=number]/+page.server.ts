import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { readCaseFile } from '#modules/ideas/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn, statusOf } from '../../signed-in.ts';
import type { PageServerLoad } from './$types';
import { steps, takeStep } from './steps.ts';

export const load: PageServerLoad = async (event) => {
  const { params, url, locals } = event;
  const officer = { ...signedIn(event), fullPhone: url.searchParams.has('phone') };
  const file = await readCaseFile(runtime(), params.id, officer);
  const locked = !file.ok && file.problems[0]?.code === 'idea.quarantined';
  if (locked) redirect(303, locals.t.href(`/desk/ideas/${params.id}/quarantine`));
  return { file: found(file), open: url.searchParams.get('step'), done: url.searchParams.get('done'), now: officer.now };
};

const act = (step: string) => async (event: RequestEvent) => {
  const id = Number(event.params.id);
  const { typed, result } = await takeStep(step, id, await event.request.formData(), signedIn(event));
  if (!result.ok) return fail(statusOf(result), { step, typed, problems: result.problems });
  const page = step === 'quarantine' ? `/desk/ideas?done=quarantine&idea=${id}` : `/desk/ideas/${id}?done=${step}`;
  redirect(303, event.locals.t.href(page));
};
export const actions = Object.fromEntries(Object.keys(steps).map((step) => [step, act(step)]));
