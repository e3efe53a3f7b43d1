import { redirect } from '@sveltejs/kit';
import { addSession, readSessionForm, readSessionStart, readTypedSession } from '#modules/study/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { again } from '../../../../again.ts';
import { found, signedIn } from '../../../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  page: found(await readSessionStart(runtime().db, event.params.id, signedIn(event))),
});

export const actions: Actions = {
  default: async (event) => {
    const officer = signedIn(event);
    const typed = readTypedSession(await event.request.formData());
    const read = readSessionForm(typed);
    const added = read.ok ? await addSession(runtime(), event.params.id, read.value, officer) : read;
    if (!added.ok) return again(event, added, { typed });
    redirect(303, event.locals.t.href(`/desk/study/sessions/${added.value}?done=new`));
  },
};
