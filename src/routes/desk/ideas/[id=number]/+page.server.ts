import { redirect, type RequestEvent } from '@sveltejs/kit';
import { isPublishing, readCaseFile, readSeen, readTyped } from '#modules/ideas/index.server.ts';
import { ok } from '#platform/result.ts';
import { runtime } from '#platform/runtime.server.ts';
import { again } from '../../again.ts';
import { found, provenIn, signedIn } from '../../signed-in.ts';
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
  const [id, form] = [Number(event.params.id), await event.request.formData()];
  const officer = isPublishing(step) ? await provenIn(event, form) : ok(signedIn(event));
  const typed = readTyped(form);
  const result = officer.ok ? await take(id, typed, { ...officer.value, seen: readSeen(typed) ?? null }) : officer;
  if (!result.ok) return again(event, result, { step, typed });
  const page = step === 'quarantine' ? `/desk/ideas?done=quarantine&idea=${id}` : `/desk/ideas/${id}?done=${step}`;
  redirect(303, event.locals.t.href(page));
}]));
