import { ownAccount } from '#modules/people/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { signedIn } from '../desk/signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  account: await ownAccount(runtime(), signedIn(event)),
  done: event.url.searchParams.get('done'),
});
