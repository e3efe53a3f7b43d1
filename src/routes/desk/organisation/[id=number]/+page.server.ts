import { fail, redirect } from '@sveltejs/kit';
import { correctOne, foundOne, readCorrection, readDeskBody, readFounding } from '#modules/organisation/index.server.ts';
import { readTyped } from '#platform/dated/form.ts';
import { readTreeQuery } from '#platform/dated/query.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn, statusOf } from '../../signed-in.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => {
  const { day } = readTreeQuery(event.url.searchParams);
  return { ...found(await readDeskBody(runtime().db, event.params.id, day, signedIn(event))), done: event.url.searchParams.get('done') };
};

async function step(event: RequestEvent, form: 'correct' | 'found') {
  const by = signedIn(event);
  const typed = readTyped(await event.request.formData());
  const [id, read] = [event.params.id, form === 'correct' ? readCorrection(typed) : readFounding(typed)];
  const result = !read.ok ? read : 'version' in read.value ? await correctOne(runtime(), id, read.value, by) : await foundOne(runtime(), id, read.value, by);
  if (!result.ok) return fail(statusOf(result), { form, typed, problems: result.problems });
  redirect(303, event.locals.t.href(`/desk/organisation/${result.value}?done=${form}`));
}
export const actions: Actions = { correct: (event) => step(event, 'correct'), found: (event) => step(event, 'found') };
