import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { ownSteps, readMyData, readTyped } from '#modules/privacy/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { signedIn, statusOf } from '../../desk/signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  mine: await readMyData(runtime(), { ...signedIn(event), language: event.locals.language }),
  done: event.url.searchParams.get('done'),
});

export const actions = Object.fromEntries(Object.entries(ownSteps).map(([form, take]) => [form, async (event: RequestEvent) => {
  const own = { ...signedIn(event), language: event.locals.language };
  const result = await take(runtime(), readTyped(await event.request.formData()), own);
  if (!result.ok) return fail(statusOf(result), { problems: result.problems });
  redirect(303, event.locals.t.href(`/me/data?done=${result.value}`));
}]));
