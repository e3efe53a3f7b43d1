import { fail, redirect } from '@sveltejs/kit';
import { documentSteps, readDeskDocument, readTypedDocument } from '#modules/documents/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, proven, signedIn, statusOf } from '../../signed-in.ts';
import type { Action, Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  desk: found(await readDeskDocument(runtime().db, event.params.id, signedIn(event))),
  done: event.url.searchParams.get('done'),
});

const step = (name: string): Action => async (event) => {
  const officer = name === 'publish' ? proven(event) : signedIn(event);
  const typed = readTypedDocument(await event.request.formData());
  const taken = await documentSteps[name]!(runtime(), event.params.id, typed, officer);
  if (!taken.ok) return fail(statusOf(taken), { typed, problems: taken.problems, form: name });
  redirect(303, event.locals.t.href(`/desk/documents/${event.params.id}?done=${name}`));
};

export const actions: Actions = Object.fromEntries(Object.keys(documentSteps).map((name) => [name, step(name)]));
