import { redirect } from '@sveltejs/kit';
import { changePhone, ownAccount } from '#modules/people/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { proven } from '../../desk/signed-in.ts';
import { refuse } from '../../sign-in/enter.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { identifiers } = await ownAccount(runtime(), proven(event));
  return { typed: identifiers.find(({ kind }) => kind === 'phone')?.shown ?? '' };
};

export const actions: Actions = {
  default: async (event) => {
    const self = proven(event);
    const typed = String((await event.request.formData()).get('phone') ?? '').slice(0, 100);
    const changed = await changePhone(runtime(), typed, self);
    if (!changed.ok) return refuse(event, changed, { typed });
    redirect(303, event.locals.t.href('/me?done=phone'));
  },
};
