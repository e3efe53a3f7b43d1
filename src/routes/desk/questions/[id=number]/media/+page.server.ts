import { fail, redirect } from '@sveltejs/kit';
import { addMedium, dropMedium, readMedia, readMediaPage, readMediumChoice, readTypedMedia } from '#modules/questions/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn, statusOf } from '../../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  page: found(await readMediaPage(runtime().db, event.params.id, signedIn(event))),
  done: event.url.searchParams.has('done'),
});

export const actions: Actions = {
  add: async (event) => {
    const [officer, form] = [signedIn(event), await event.request.formData()];
    const typed = readTypedMedia(form);
    const upload = readMedia(form, typed);
    const added = upload.ok ? await addMedium(runtime(), event.params.id, upload.value, officer) : upload;
    return added.ok ? redirect(303, `${event.url.pathname}?done`) : fail(statusOf(added), { typed, problems: added.problems });
  },
  drop: async (event) => {
    const [officer, form] = [signedIn(event), await event.request.formData()];
    const dropped = await dropMedium(runtime(), event.params.id, readMediumChoice(form), officer);
    return dropped.ok ? redirect(303, `${event.url.pathname}?done`) : fail(statusOf(dropped), { typed: null, problems: dropped.problems });
  },
};
