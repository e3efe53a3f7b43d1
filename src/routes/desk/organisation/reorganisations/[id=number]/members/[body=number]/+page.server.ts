import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { readSharePage, readSharePlace, readTypedLists, shareSteps } from '#modules/members/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn, statusOf } from '../../../../../signed-in.ts';
import type { PageServerLoad } from './$types';

const divided = ({ params }: Pick<RequestEvent, 'params'>) => ({ plan: Number(params.id), body: Number(params.body) });

export const load: PageServerLoad = async (event) => {
  const { page, done } = readSharePlace(event.url.searchParams);
  return { page: found(await readSharePage(runtime(), divided(event), page, signedIn(event))), done };
};

export const actions = Object.fromEntries(Object.entries(shareSteps).map(([step, take]) => [step, async (event: RequestEvent) => {
  const [at, form, officer] = [divided(event), await event.request.formData(), signedIn(event)];
  const result = await take(runtime(), at, form, officer);
  if (!result.ok) return fail(statusOf(result), { form: step, typed: readTypedLists(form), problems: result.problems });
  const page = step === 'choices' ? readSharePlace(event.url.searchParams).page : 1;
  redirect(303, event.locals.t.href(`/desk/organisation/reorganisations/${at.plan}/members/${at.body}?done=1&page=${page}`));
}]));
