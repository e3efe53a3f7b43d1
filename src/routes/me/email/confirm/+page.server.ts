import { confirmOwnEmail, readEmailLink } from '#modules/people/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { refuse } from '../../../sign-in/enter.ts';
import type { Actions, PageServerLoad } from './$types';

const linkIn = ({ searchParams }: URL) => (searchParams.get('link') ?? '').slice(0, 200);

/** Who has the link has the box: nobody need be signed in, because mail is often read on another device. */
export const load: PageServerLoad = async ({ locals: { now }, setHeaders, url }) => {
  setHeaders({ 'cache-control': 'private, no-store' });
  const found = await readEmailLink(runtime(), { link: linkIn(url), now });
  return { address: found.ok ? found.value.address : undefined, problems: found.ok ? undefined : found.problems };
};

export const actions: Actions = {
  default: async (event) => {
    const done = await confirmOwnEmail(runtime(), { link: linkIn(event.url), now: event.locals.now });
    return done.ok ? { confirmed: done.value.address, problems: undefined } : refuse(event, done, { confirmed: undefined });
  },
};
