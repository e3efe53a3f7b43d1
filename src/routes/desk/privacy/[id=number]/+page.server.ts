import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { deskSteps, readRequest, readTyped } from '#modules/privacy/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, proven, signedIn, statusOf } from '../../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  request: found(await readRequest(runtime(), event.params.id, signedIn(event))),
  done: event.url.searchParams.get('done'),
});

export const actions = Object.fromEntries(Object.entries(deskSteps).map(([form, take]) => [form, async (event: RequestEvent) => {
  // What takes something away for good asks once more who it is.
  const officer = form === 'approve' ? proven(event) : signedIn(event);
  const [id, typed] = [Number(event.params.id), readTyped(await event.request.formData())];
  const result = await take(runtime(), id, typed, officer);
  if (!result.ok) return fail(statusOf(result), { form, typed, problems: result.problems });
  redirect(303, event.locals.t.href(`/desk/privacy/${id}?done=${result.value}`));
}]));
