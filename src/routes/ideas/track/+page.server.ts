import { fail, redirect } from '@sveltejs/kit';
import { enterCode, holdCode, isHolding, readCode } from '#modules/ideas/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ url, cookies, locals, getClientAddress, setHeaders }) => {
  setHeaders({ 'cache-control': 'no-store' });
  const code = readCode(url.searchParams.get('code'));
  const visitor = { cookies, url, address: getClientAddress(), now: locals.now };
  if (code) holdCode(runtime(), visitor, code);
  if (url.search) redirect(303, locals.t.href(code ? '/ideas/track/view' : '/ideas/track'));
  return { holding: isHolding(runtime(), visitor) };
};

export const actions: Actions = {
  default: async ({ request, url, cookies, locals, getClientAddress }) => {
    const code = readCode((await request.formData()).get('code'));
    const visitor = { cookies, url, address: getClientAddress(), now: locals.now };
    const entered = await enterCode(runtime(), visitor, code);
    if (!entered.ok) return fail(404, { code, problems: entered.problems });
    redirect(303, locals.t.href('/ideas/track/view'));
  },
};
