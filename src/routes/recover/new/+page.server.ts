import { redirect } from '@sveltejs/kit';
import { readPassword, readRecoveryLink, resetPassword } from '#modules/people/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { refuse } from '../../sign-in/enter.ts';
import type { Actions, PageServerLoad } from './$types';

const linkIn = (url: URL) => (url.searchParams.get('link') ?? '').slice(0, 200);

export const load: PageServerLoad = async ({ locals: { now }, setHeaders, url }) => {
  setHeaders({ 'cache-control': 'private, no-store' });
  const link = linkIn(url);
  const found = await readRecoveryLink(runtime(), { link, now });
  return { link, shown: url.searchParams.has('show'), name: found.ok ? found.value.name : undefined, problems: found.ok ? undefined : found.problems };
};

export const actions: Actions = {
  default: async (event) => {
    const password = readPassword(await event.request.formData());
    const done = await resetPassword(runtime(), { link: linkIn(event.url), password, now: event.locals.now });
    if (!done.ok) return refuse(event, done, {});
    redirect(303, event.locals.t.href('/sign-in?done=reset'));
  },
};
