import { readAct } from '#modules/people/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn } from '../../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  page: found(await readAct(runtime(), event.params.id, signedIn(event))),
});
