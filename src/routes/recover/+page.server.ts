import { redirect } from '@sveltejs/kit';
import { RECOVERY_MINUTES, askRecovery } from '#modules/people/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { fromHere, refuse } from '../sign-in/enter.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ url }) => ({ sent: url.searchParams.has('sent'), minutes: RECOVERY_MINUTES });

export const actions: Actions = {
  default: async (event) => {
    const given = (await event.request.formData()).get('identifier');
    const typed = typeof given === 'string' ? given.slice(0, 1_000) : '';
    const asked = await askRecovery(runtime(), { typed, language: event.locals.language, ...fromHere(event) });
    if (!asked.ok) return refuse(event, asked, { typed: typed.slice(0, 254) });
    redirect(303, event.locals.t.href('/recover?sent=1'));
  },
};
