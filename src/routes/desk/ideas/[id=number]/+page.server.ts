import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { readCaseFile, readSeen, readTyped } from '#modules/ideas/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn, statusOf } from '../../signed-in.ts';
import type { PageServerLoad } from './$types';
import { steps } from './steps.ts';

export const load: PageServerLoad = async (event) => {
  const { params, url, locals } = event;
  const officer = { ...signedIn(event), fullPhone: url.searchParams.has('phone') };
  const file = await readCaseFile(runtime(), params.id, officer);
  const locked = !file.ok && file.problems[0]?.code === 'idea.quarantined';
  if (locked) redirect(303, locals.t.href(`/desk/ideas/${params.id}/quarantine`));
  return { file: found(file), open: url.searchParams.get('step'), done: url.searchParams.get('done'), now: officer.now };
};

export const actions = Object.fromEntries(Object.entries(steps).map(([step, take]) => [step, async (event: RequestEvent) => {
  const [id, typed] = [Number(event.params.id), readTyped(await event.request.formData())];
  const result = await take(id, typed, { ...signedIn(event), seen: readSeen(typed) ?? null });
  if (!result.ok) return fail(statusOf(result), { step, typed, problems: result.problems });
  const page = step === 'quarantine' ? `/desk/ideas?done=quarantine&idea=${id}` : `/desk/ideas/${id}?done=${step}`;
  redirect(303, event.locals.t.href(page));
}]));
