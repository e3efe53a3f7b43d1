import { fail, redirect } from '@sveltejs/kit';
import { highestBodies } from '#modules/organisation/index.server.ts';
import { correctOnePlace, enterChange, readDeskPlace, readPlaceChange, readPlaceCorrection, readPlaceFounding } from '#modules/places/index.server.ts';
import { dayOf } from '#platform/clock.ts';
import { readTyped } from '#platform/dated/form.ts';
import { readTreeQuery } from '#platform/dated/query.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn, statusOf } from '../../signed-in.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const editor = async (by: ReturnType<typeof signedIn>) => ({ ...by, ...(await highestBodies(runtime().db, dayOf(by.now))) });
const readers = { correct: readPlaceCorrection, change: readPlaceChange, found: readPlaceFounding };
export const load: PageServerLoad = async (event) => {
  const [{ day }, by] = [readTreeQuery(event.url.searchParams), await editor(signedIn(event))];
  return { ...found(await readDeskPlace(runtime().db, event.params.id, day, by)), done: event.url.searchParams.get('done') };
};
async function step(event: RequestEvent, form: keyof typeof readers) {
  const [id, by, typed] = [event.params.id, await editor(signedIn(event)), readTyped(await event.request.formData())];
  const read = readers[form](typed);
  const result = !read.ok ? read : 'version' in read.value ? await correctOnePlace(runtime(), id, read.value, by) : await enterChange(runtime(), id, read.value, by);
  if (!result.ok) return fail(statusOf(result), { form, typed, problems: result.problems });
  redirect(303, event.locals.t.href(`/desk/places/${result.value}?done=${form}`));
}
export const actions: Actions = { correct: (event) => step(event, 'correct'), change: (event) => step(event, 'change'), found: (event) => step(event, 'found') };
