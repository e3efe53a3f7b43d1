import { redirect, type RequestEvent } from '@sveltejs/kit';
import { documentSteps, isPublishing, readDeskDocument, readTypedDocument } from '#modules/documents/index.server.ts';
import { ok } from '#platform/result.ts';
import { runtime } from '#platform/runtime.server.ts';
import { again } from '../../again.ts';
import { found, provenIn, signedIn } from '../../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  desk: found(await readDeskDocument(runtime().db, event.params.id, signedIn(event))),
  done: event.url.searchParams.get('done'),
});

const step = (name: string) => async (event: RequestEvent) => {
  const form = await event.request.formData();
  const officer = isPublishing(name) ? await provenIn(event, form) : ok(signedIn(event));
  const typed = readTypedDocument(form);
  const taken = officer.ok ? await documentSteps[name]!(runtime(), Number(event.params.id), typed, officer.value) : officer;
  if (!taken.ok) return again(event, taken, { typed, form: name });
  redirect(303, event.locals.t.href(`/desk/documents/${event.params.id}?done=${name}`));
};

export const actions = Object.fromEntries(Object.keys(documentSteps).map((name) => [name, step(name)]));
