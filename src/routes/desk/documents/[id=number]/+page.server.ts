import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { documentSteps, readDeskDocument, readTypedDocument } from '#modules/documents/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, proven, signedIn, statusOf } from '../../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  desk: found(await readDeskDocument(runtime().db, event.params.id, signedIn(event))),
  done: event.url.searchParams.get('done'),
});

const step = (name: string) => async (event: RequestEvent) => {
  const officer = name === 'publish' ? proven(event) : signedIn(event);
  const typed = readTypedDocument(await event.request.formData());
  const taken = await documentSteps[name]!(runtime(), Number(event.params.id), typed, officer);
  if (!taken.ok) return fail(statusOf(taken), { typed, problems: taken.problems, form: name });
  redirect(303, event.locals.t.href(`/desk/documents/${event.params.id}?done=${name}`));
};

export const actions = {
  save: step('save'), version: step('version'), submit: step('submit'), publish: step('publish'), giveBack: step('giveBack'), withdraw: step('withdraw'),
};
