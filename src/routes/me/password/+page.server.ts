import { redirect } from '@sveltejs/kit';
import { changePassword, readPassword } from '#modules/people/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { signedIn } from '../../desk/signed-in.ts';
import { refuse } from '../../sign-in/enter.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => {
  signedIn(event);
  return { shown: event.url.searchParams.has('show') };
};

export const actions: Actions = {
  default: async (event) => {
    const self = signedIn(event);
    const form = await event.request.formData();
    const said = { old: readPassword(form, 'old'), password: readPassword(form), headers: event.request.headers };
    const changed = await changePassword(runtime(), said, self);
    if (!changed.ok) return refuse(event, changed, {});
    redirect(303, event.locals.t.href('/me?done=password'));
  },
};
