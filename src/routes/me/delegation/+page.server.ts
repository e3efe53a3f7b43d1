import { redirect, type RequestEvent } from '@sveltejs/kit';
import { delegationSteps, readDelegationPage, readTyped } from '#modules/people/index.server.ts';
import { ok } from '#platform/result.ts';
import { runtime } from '#platform/runtime.server.ts';
import { again } from '../../desk/again.ts';
import { found, provenIn, signedIn } from '../../desk/signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  page: found(await readDelegationPage(runtime(), signedIn(event))),
  done: event.url.searchParams.get('done'),
});

export const actions = Object.fromEntries(Object.entries(delegationSteps).map(([form, take]) => [form, async (event: RequestEvent) => {
  const data = await event.request.formData();
  const [typed, officer] = [readTyped(data), form === 'give' ? await provenIn(event, data) : ok(signedIn(event))];
  const result: Awaited<ReturnType<typeof take>> = officer.ok ? await take(runtime(), typed, officer.value) : officer;
  if (!result.ok) return again(event, result, { form, typed, candidates: result.candidates });
  redirect(303, event.locals.t.href(`/me/delegation?done=${form}`));
}]));
