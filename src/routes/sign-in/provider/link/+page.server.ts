import { fail, redirect } from '@sveltejs/kit';
import { linkProvider, providerName, waitingIdentity } from '#modules/people/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { proven, statusOf } from '../../../desk/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, request, url }) => {
  const { actor, t, now } = locals;
  const waiting = await waitingIdentity(runtime(), request.headers, now);
  if (!waiting) redirect(303, `${t.href('/sign-in')}?trouble=provider.expired`);
  const signIn = `${t.href('/sign-in')}?next=${encodeURIComponent(url.pathname)}`;
  return { provider: providerName(runtime()), identity: waiting.name, account: actor.kind === 'person' ? actor.name : undefined, signIn };
};

export const actions: Actions = {
  default: async (event) => {
    const { request, cookies, locals } = event;
    const linked = await linkProvider(runtime(), { ...proven(event), headers: request.headers });
    if (!linked.ok) return fail(statusOf(linked), { problems: linked.problems });
    for (const { name, value, options } of linked.value.cookies) cookies.set(name, value, options);
    redirect(303, `${locals.t.href('/me/security')}?done=provider.linked`);
  },
};
