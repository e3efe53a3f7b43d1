import { fail, redirect } from '@sveltejs/kit';
import { readUpload, readUploadPage, startImport } from '#modules/members/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn, statusOf } from '../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => found(await readUploadPage(runtime(), signedIn(event)));

export const actions: Actions = {
  default: async (event) => {
    const officer = signedIn(event);
    const { typed, upload } = readUpload(await event.request.formData(), officer.now);
    const started = upload.ok ? await startImport(runtime(), upload.value, officer) : upload;
    if (!started.ok) return fail(statusOf(started), { typed, problems: started.problems });
    redirect(303, event.locals.t.href(`/desk/imports/${started.value}`));
  },
};
