import { fail, redirect } from '@sveltejs/kit';
import { readStart, readTypedUpload, readUpload, startImport } from '#modules/questions/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn, statusOf } from '../../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => found(await readStart(runtime().db, signedIn(event)));

export const actions: Actions = {
  default: async (event) => {
    const officer = signedIn(event);
    const form = await event.request.formData();
    const typed = readTypedUpload(form);
    const upload = readUpload(form, typed);
    const started = upload.ok ? await startImport(runtime(), upload.value, officer) : upload;
    if (!started.ok) return fail(statusOf(started), { typed, problems: started.problems });
    redirect(303, event.locals.t.href(`/desk/questions/imports/${started.value}`));
  },
};
