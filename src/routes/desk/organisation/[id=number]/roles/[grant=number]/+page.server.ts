import { redirect, type RequestEvent } from '@sveltejs/kit';
import { grantSteps, readGrantPage, readTyped } from '#modules/people/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { again } from '../../../../again.ts';
import { found, provenIn, signedIn } from '../../../../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { id: bodyId, grant: grantId } = event.params;
  const page = found(await readGrantPage(runtime(), { bodyId, grantId }, signedIn(event)));
  return { page, done: event.url.searchParams.get('done') };
};

export const actions = Object.fromEntries(Object.entries(grantSteps).map(([form, take]) => [form, async (event: RequestEvent) => {
  const [bodyId, grantId, data] = [Number(event.params.id), Number(event.params.grant), await event.request.formData()];
  const [typed, officer] = [readTyped(data), await provenIn(event, data)];
  const result = officer.ok ? await take(runtime(), { bodyId, grantId, typed }, officer.value) : officer;
  if (!result.ok) return again(event, result, { form, typed });
  const list = `/desk/organisation/${bodyId}/roles`;
  redirect(303, event.locals.t.href(form === 'revoke' ? `${list}?done=revoke&grant=${grantId}` : `${list}/${grantId}?done=${form}`));
}]));
