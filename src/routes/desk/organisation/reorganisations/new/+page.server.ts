import { fail, redirect } from '@sveltejs/kit';
import { beginReorganisation, readHeading, readReorganisations, readTyped } from '#modules/organisation/index.server.ts';
import { dayOf } from '#platform/clock.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn, statusOf } from '../../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const officer = signedIn(event);
  found(await readReorganisations(runtime().db, 1, officer));
  return { today: dayOf(officer.now) };
};

export const actions: Actions = {
  default: async (event) => {
    const officer = signedIn(event);
    const typed = readTyped(await event.request.formData());
    const read = readHeading(typed);
    const begun = read.ok ? await beginReorganisation(runtime(), read.value, officer) : read;
    if (!begun.ok) return fail(statusOf(begun), { typed, problems: begun.problems });
    redirect(303, event.locals.t.href(`/desk/organisation/reorganisations/${begun.value}`));
  },
};
