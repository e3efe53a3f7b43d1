import { redirect, type RequestEvent } from '@sveltejs/kit';
import { accountSteps, readAccountPage, readTyped } from '#modules/people/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { again } from '../../again.ts';
import { found, provenIn, signedIn } from '../../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  page: found(await readAccountPage(runtime(), event.params.id, signedIn(event))),
  done: event.url.searchParams.get('done'),
});

export const actions = Object.fromEntries(Object.entries(accountSteps).map(([form, take]) => [form, async (event: RequestEvent) => {
  const [id, data] = [String(event.params.id), await event.request.formData()];
  const [typed, officer] = [readTyped(data), await provenIn(event, data)];
  const result = officer.ok ? await take(runtime(), id, typed, officer.value) : officer;
  if (!result.ok) return again(event, result, { form, typed });
  // A code is shown once: there is nothing to come back to.
  if (result.value) return { form, letter: result.value };
  redirect(303, event.locals.t.href(`/desk/accounts/${id}?done=${form}`));
}]));
