import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { delegationSteps, readDelegationPage, readTyped } from '#modules/people/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, proven, signedIn, statusOf } from '../../desk/signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  page: found(await readDelegationPage(runtime(), signedIn(event))),
  done: event.url.searchParams.get('done'),
});

export const actions = Object.fromEntries(Object.entries(delegationSteps).map(([form, take]) => [form, async (event: RequestEvent) => {
  const officer = form === 'give' ? proven(event) : signedIn(event);
  const typed = readTyped(await event.request.formData());
  const result = await take(runtime(), typed, officer);
  if (!result.ok) {
    const { problems, candidates } = result;
    return fail(statusOf(result), { form, typed, problems, ...(candidates ? { candidates } : {}) });
  }
  redirect(303, event.locals.t.href(`/me/delegation?done=${form}`));
}]));
