import { redirect } from '@sveltejs/kit';
import { readCampaignForm, readEditPage, readTypedCampaign, saveCampaign } from '#modules/study/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { again } from '../../../again.ts';
import { found, signedIn } from '../../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  page: found(await readEditPage(runtime().db, event.params.id, signedIn(event))),
  id: event.params.id,
});

export const actions: Actions = {
  default: async (event) => {
    const officer = signedIn(event);
    const typed = readTypedCampaign(await event.request.formData());
    const read = readCampaignForm(typed);
    const saved = read.ok ? await saveCampaign(runtime(), event.params.id, read.value, officer) : read;
    if (!saved.ok) return again(event, saved, { typed });
    redirect(303, event.locals.t.href(`/desk/study/${event.params.id}?done=save`));
  },
};
