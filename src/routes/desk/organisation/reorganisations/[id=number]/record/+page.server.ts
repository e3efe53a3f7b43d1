import { readRecord } from '#modules/organisation/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn } from '../../../../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  record: found(await readRecord(runtime().db, event.params.id, signedIn(event))),
});
