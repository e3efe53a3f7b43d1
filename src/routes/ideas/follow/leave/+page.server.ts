import { readSubscription, readToken } from '#modules/ideas/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { PageServerLoad } from './$types';

/** The one click of mail programs is a POST to this address (`leaveByOneClick`); a person presses the button here. */
export const load: PageServerLoad = async ({ url, locals }) => {
  const token = readToken(url.searchParams.get('token'));
  const followed = token ? await readSubscription(runtime(), token, locals.now) : null;
  return { token, followed, done: url.searchParams.has('done') };
};
