import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { draftSteps, isStepKind, readReorganisation, readTyped } from '#modules/organisation/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn, statusOf } from '../../../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const page = found(await readReorganisation(runtime().db, event.params.id, signedIn(event)));
  const { searchParams } = event.url;
  const add = searchParams.get('add');
  return { page, add: isStepKind(add) ? add : null, edit: searchParams.has('edit'), done: searchParams.get('done') };
};

export const actions = Object.fromEntries(Object.entries(draftSteps).map(([form, take]) => [form, async (event: RequestEvent) => {
  const [id, typed, officer] = [Number(event.params.id), readTyped(await event.request.formData()), signedIn(event)];
  const result = await take(runtime(), id, typed, officer);
  if (!result.ok) return fail(statusOf(result), { form, typed, problems: result.problems });
  redirect(303, `${event.locals.t.href(`/desk/organisation/reorganisations/${id}`)}#steps`);
}]));
