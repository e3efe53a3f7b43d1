import { redirect } from '@sveltejs/kit';
import { readCampaignForm, readIdQuery, readStartPage, readTypedCampaign, startCampaign } from '#modules/study/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { again } from '../../again.ts';
import { found, signedIn } from '../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  page: found(await readStartPage(runtime().db, readIdQuery(event.url.searchParams, 'from'), signedIn(event))),
});

export const actions: Actions = {
  default: async (event) => {
    const officer = signedIn(event);
    const typed = readTypedCampaign(await event.request.formData());
    const read = readCampaignForm(typed);
    const started = read.ok ? await startCampaign(runtime(), read.value, officer) : read;
    if (!started.ok) return again(event, started, { typed });
    redirect(303, event.locals.t.href(`/desk/study/${started.value}?done=start`));
  },
};
