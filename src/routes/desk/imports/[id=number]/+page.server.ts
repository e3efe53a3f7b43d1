import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { importSteps, readImportPage, readImportQuery, takeMapping } from '#modules/members/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn, statusOf } from '../../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const query = { ...readImportQuery(event.url.searchParams), t: event.locals.t };
  const page = found(await readImportPage(runtime(), event.params.id, query, signedIn(event)));
  // Without script, the browser itself looks again.
  if (page.working && !query.still) event.setHeaders({ refresh: '3' });
  return { page, still: query.still };
};

const steps = { ...importSteps, map: takeMapping };

export const actions = Object.fromEntries(Object.entries(steps).map(([step, take]) => [step, async (event: RequestEvent) => {
  const [id, officer] = [Number(event.params.id), signedIn(event)];
  const result = await take(runtime(), id, officer, await event.request.formData());
  if (!result.ok) return fail(statusOf(result), { form: step, problems: result.problems });
  redirect(303, event.locals.t.href(`/desk/imports/${id}`));
}]));
