import { fail, redirect } from '@sveltejs/kit';
import { readDocumentForm, readStartPage, readTypedDocument, readVersionForm, startDocument } from '#modules/documents/index.server.ts';
import { both } from '#platform/result.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn, statusOf } from '../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => found(await readStartPage(runtime().db, signedIn(event)));

export const actions: Actions = {
  default: async (event) => {
    const officer = signedIn(event);
    const typed = readTypedDocument(await event.request.formData());
    const read = both(readDocumentForm(typed), readVersionForm(typed));
    const started = read.ok ? await startDocument(runtime(), read.value[0], read.value[1], officer) : read;
    if (!started.ok) return fail(statusOf(started), { typed, problems: started.problems });
    redirect(303, event.locals.t.href(`/desk/documents/${started.value}?done=start`));
  },
};
