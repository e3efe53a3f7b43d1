import { readCampaignQuery, readDeskCampaigns } from '#modules/study/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn } from '../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  list: found(await readDeskCampaigns(runtime().db, readCampaignQuery(event.url.searchParams), signedIn(event))),
});
