import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { memberSteps, readMemberPage, readTyped } from '#modules/members/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn, statusOf } from '../../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const member = found(await readMemberPage(runtime(), event.params.id, signedIn(event)));
  return { member, done: event.url.searchParams.get('done') };
};

export const actions = Object.fromEntries(Object.entries(memberSteps).map(([form, take]) => [form, async (event: RequestEvent) => {
  const [id, typed, officer] = [Number(event.params.id), readTyped(await event.request.formData()), signedIn(event)];
  const result = await take(runtime(), id, typed, officer);
  if (!result.ok) return fail(statusOf(result), { form, typed, problems: result.problems });
  const still = await readMemberPage(runtime(), id, officer);
  redirect(303, event.locals.t.href(still.ok ? `/desk/members/${id}?done=${form}` : '/desk/members'));
}]));
