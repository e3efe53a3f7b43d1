import { fail, redirect } from '@sveltejs/kit';
import { PROOF_MINUTES, prove, refusalOf, safeNext } from '#modules/people/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { signedIn } from '../../desk/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => {
  signedIn(event);
  return { minutes: PROOF_MINUTES };
};

export const actions: Actions = {
  default: async (event) => {
    const person = signedIn(event);
    const { request, url, locals, setHeaders } = event;
    const password = String((await request.formData()).get('proof') ?? '').slice(0, 1_000);
    const result = await prove(runtime(), { ...person, headers: request.headers, password });
    if (result.ok) redirect(303, safeNext(url.searchParams.get('next')) ?? locals.t.href('/desk'));
    const { status, retryAfter } = refusalOf(result);
    if (retryAfter) setHeaders({ 'retry-after': String(retryAfter) });
    return fail(status, { problems: result.problems });
  },
};
