import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { giveConsent, readMyData, readTyped, takeBack, withdrawConsent } from '#modules/privacy/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { signedIn, statusOf } from '../../desk/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

const ownOf = (event: RequestEvent) => ({ ...signedIn(event), language: event.locals.language });

export const load: PageServerLoad = async (event) => ({
  mine: await readMyData(runtime(), ownOf(event)),
  done: event.url.searchParams.get('done'),
});

const answer = (take: typeof giveConsent, done: string) => async (event: RequestEvent) => {
  const typed = readTyped(await event.request.formData());
  const result = await take(runtime(), typed.purpose ?? '', ownOf(event));
  if (!result.ok) return fail(statusOf(result), { problems: result.problems });
  redirect(303, event.locals.t.href(`/me/data?done=${done}`));
};

const back = async (event: RequestEvent) => {
  const id = Number(readTyped(await event.request.formData()).request);
  const result = await takeBack(runtime(), Number.isSafeInteger(id) ? id : 0, ownOf(event));
  if (!result.ok) return fail(statusOf(result), { problems: result.problems });
  redirect(303, event.locals.t.href('/me/data?done=back'));
};

export const actions: Actions = { give: answer(giveConsent, 'given'), withdraw: answer(withdrawConsent, 'withdrawn'), back };
