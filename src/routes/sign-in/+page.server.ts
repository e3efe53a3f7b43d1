import { fail, redirect } from '@sveltejs/kit';
import { SESSION_HOURS, providerName, readSignIn, readTrouble, refusalOf, safeNext, signIn } from '#modules/people/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
  const next = safeNext(url.searchParams.get('next'));
  if (locals.actor.kind === 'person') redirect(303, next ?? locals.t.href('/desk'));
  const trouble = readTrouble(url.searchParams.get('trouble'));
  return { sentHere: next !== undefined, trouble, next, provider: providerName(runtime()), sessionHours: SESSION_HOURS };
};

export const actions: Actions = {
  default: async ({ request, cookies, getClientAddress, locals, setHeaders, url }) => {
    const { typed, form } = readSignIn(await request.formData());
    const from = { address: getClientAddress(), now: locals.now };
    const result = form.ok ? await signIn(runtime(), { ...form.value, ...from }) : form;
    if (!result.ok) {
      const { status, retryAfter } = refusalOf(result);
      if (retryAfter) setHeaders({ 'retry-after': String(retryAfter) });
      return fail(status, { identifier: typed, problems: result.problems });
    }
    for (const { name, value, options } of result.value.cookies) cookies.set(name, value, options);
    if (result.value.second) redirect(303, locals.t.href('/sign-in/second') + url.search);
    redirect(303, safeNext(url.searchParams.get('next')) ?? locals.t.href('/desk'));
  },
};
