import { readPage, readReorganisations } from '#modules/organisation/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn } from '../../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  list: found(await readReorganisations(runtime().db, readPage(event.url.searchParams), signedIn(event))),
});
