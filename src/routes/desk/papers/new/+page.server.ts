import { fail, redirect } from '@sveltejs/kit';
import { createPaper, readNewPaper, readStart, readTypedPaper } from '#modules/questions/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn, statusOf } from '../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => found(await readStart(runtime().db, signedIn(event)));

export const actions: Actions = {
  default: async (event) => {
    const officer = signedIn(event);
    const typed = readTypedPaper(await event.request.formData());
    const read = readNewPaper(typed);
    const made = read.ok ? await createPaper(runtime(), read.value, officer) : read;
    if (!made.ok) return fail(statusOf(made), { typed, problems: made.problems });
    redirect(303, event.locals.t.href(`/desk/papers/${made.value}?done=start`));
  },
};
