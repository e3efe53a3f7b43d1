import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { grantSteps, readGrantPage, readTyped } from '#modules/people/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, proven, signedIn, statusOf } from '../../../../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { id: bodyId, grant: grantId } = event.params;
  const page = found(await readGrantPage(runtime(), { bodyId, grantId }, signedIn(event)));
  return { page, done: event.url.searchParams.get('done') };
};

export const actions = Object.fromEntries(Object.entries(grantSteps).map(([form, take]) => [form, async (event: RequestEvent) => {
  const [bodyId, grantId] = [Number(event.params.id), Number(event.params.grant)];
  const [officer, typed] = [proven(event), readTyped(await event.request.formData())];
  const result = await take(runtime(), { bodyId, grantId, typed }, officer);
  if (!result.ok) return fail(statusOf(result), { form, typed, problems: result.problems });
  const list = `/desk/organisation/${bodyId}/roles`;
  redirect(303, event.locals.t.href(form === 'revoke' ? `${list}?done=revoke&grant=${grantId}` : `${list}/${grantId}?done=${form}`));
}]));
