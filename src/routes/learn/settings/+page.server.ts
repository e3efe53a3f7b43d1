import { redirect } from '@sveltejs/kit';
import { chooseReminders, makeCalendar, readChoice, readSettings, revokeCalendar } from '#modules/study/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { signedIn } from '../../desk/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  settings: await readSettings(runtime().db, event.locals.t.language, signedIn(event)),
  done: event.url.searchParams.get('done'),
  origin: event.url.origin,
});

export const actions: Actions = {
  choose: async (event) => {
    await chooseReminders(runtime(), readChoice(await event.request.formData(), event.locals.t.language), signedIn(event));
    redirect(303, event.locals.t.href('/learn/settings?done=choose'));
  },
  // Shown in the answer itself: an address that opens something belongs into no history.
  make: async (event) => ({ made: event.locals.t.href(`/learn/calendar/${await makeCalendar(runtime(), signedIn(event))}.ics`) }),
  revoke: async (event) => {
    await revokeCalendar(runtime(), signedIn(event));
    redirect(303, event.locals.t.href('/learn/settings?done=revoke'));
  },
};
