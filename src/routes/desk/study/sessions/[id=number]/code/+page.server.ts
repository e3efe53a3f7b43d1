import { readScreen } from '#modules/study/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { localPath } from '#platform/words/paths.ts';
import { found, signedIn } from '../../../../signed-in.ts';
import type { PageServerLoad } from './$types';

/** Phones in the hall get the Vietnamese page; its languages are one press away. */
export const load: PageServerLoad = async (event) => ({
  screen: found(await readScreen(runtime(), event.params.id, signedIn(event))),
  address: event.url.origin + localPath('vi', `/learn/check-in/${event.params.id}`),
});
