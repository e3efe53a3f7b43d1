import { redirect } from '@sveltejs/kit';
import { readAudienceForm, readAudiencePage, readTypedAudience, setAudience } from '#modules/study/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { again } from '../../../again.ts';
import { found, signedIn } from '../../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  page: found(await readAudiencePage(runtime().db, event.params.id, signedIn(event))),
});

export const actions: Actions = {
  default: async (event) => {
    const officer = signedIn(event);
    const form = await event.request.formData();
    const file = form.get('file');
    const typed = readTypedAudience(form, file instanceof File ? await file.text() : '');
    const read = readAudienceForm(typed);
    const saved = read.ok ? await setAudience(runtime(), event.params.id, read.value, officer) : read;
    if (!saved.ok) return again(event, saved, { typed });
    redirect(303, event.locals.t.href(`/desk/study/${event.params.id}?done=audience`));
  },
};
