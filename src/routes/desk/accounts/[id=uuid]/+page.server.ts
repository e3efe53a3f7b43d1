import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { accountSteps, readAccountPage, readTyped } from '#modules/people/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, proven, signedIn, statusOf } from '../../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  page: found(await readAccountPage(runtime(), event.params.id, signedIn(event))),
  done: event.url.searchParams.get('done'),
});

export const actions = Object.fromEntries(Object.entries(accountSteps).map(([form, take]) => [form, async (event: RequestEvent) => {
  const [id, officer, typed] = [String(event.params.id), proven(event), readTyped(await event.request.formData())];
  const result = await take(runtime(), id, typed, officer);
  if (!result.ok) return fail(statusOf(result), { form, typed, problems: result.problems });
  redirect(303, event.locals.t.href(`/desk/accounts/${id}?done=${form}`));
}]));
