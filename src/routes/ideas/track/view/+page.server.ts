import { fail, redirect } from '@sveltejs/kit';
import { actAsAuthor, leaveTrack, readAuthorForm, visitTrack, type AuthorStep } from '#modules/ideas/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ url, request, cookies, locals, getClientAddress, setHeaders }) => {
  setHeaders({ 'cache-control': 'no-store' });
  const visit = await visitTrack(runtime(), { cookies, url, address: getClientAddress(), now: locals.now });
  // A form that comes too late is shown again: what was written must not be lost.
  if (visit.kind === 'none' && request.method === 'GET') redirect(303, locals.t.href('/ideas/track'));
  return { visit, printed: url.origin + locals.t.href('/ideas/track'), done: url.searchParams.get('done'), now: locals.now };
};

const take = (step: AuthorStep) => async ({ request, cookies, locals }: RequestEvent) => {
  const form = readAuthorForm(step, await request.formData());
  const taken = await actAsAuthor(runtime(), { cookies, now: locals.now }, step, form);
  if (!taken.ok) return fail(400, { step, typed: form.typed, problems: taken.problems });
  redirect(303, locals.t.href(`/ideas/track/view?done=${step}`));
};
const leave = ({ cookies, locals }: RequestEvent) => {
  leaveTrack({ cookies });
  redirect(303, locals.t.href('/ideas/track'));
};
const taken = { reply: take('reply'), appeal: take('appeal'), confirm: take('confirm') };
export const actions = { ...taken, withdraw: take('withdraw'), forget: take('forget'), leave } satisfies Actions;
