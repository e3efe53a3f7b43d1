import { redirect, type RequestEvent } from '@sveltejs/kit';
import { memberSessionSteps, readLearnSession, readTypedWords } from '#modules/study/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { again } from '../../../desk/again.ts';
import { found, signedIn } from '../../../desk/signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  learn: found(await readLearnSession(runtime().db, event.params.id, signedIn(event))),
  done: event.url.searchParams.get('done'),
});

const step = (name: string) => async (event: RequestEvent) => {
  const form = await event.request.formData();
  const taken = await memberSessionSteps[name]!(runtime(), Number(event.params.id), form, signedIn(event));
  if (!taken.ok) return again(event, taken, { typed: readTypedWords(form) });
  redirect(303, event.locals.t.href(`/learn/sessions/${event.params.id}?done=${name}`));
};

export const actions = Object.fromEntries(Object.keys(memberSessionSteps).map((name) => [name, step(name)]));
