import { readReminderLog } from '#modules/study/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn } from '../../../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  log: found(await readReminderLog(runtime().db, event.params.id, signedIn(event))),
});
