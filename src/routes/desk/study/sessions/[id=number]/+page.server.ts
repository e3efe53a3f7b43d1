import { redirect, type RequestEvent } from '@sveltejs/kit';
import { readDeskSession, readTypedSession, readTypedWords, sessionSteps } from '#modules/study/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { again } from '../../../again.ts';
import { found, signedIn } from '../../../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  desk: found(await readDeskSession(runtime().db, event.params.id, signedIn(event))),
  done: event.url.searchParams.get('done'),
});

const step = (name: string) => async (event: RequestEvent) => {
  const form = await event.request.formData();
  const taken = await sessionSteps[name]!(runtime(), Number(event.params.id), form, signedIn(event));
  if (!taken.ok) return again(event, taken, { form: name, typed: readTypedSession(form), said: readTypedWords(form) });
  redirect(303, event.locals.t.href(`/desk/study/sessions/${event.params.id}?done=${name}`));
};

export const actions = Object.fromEntries(Object.keys(sessionSteps).map((name) => [name, step(name)]));
