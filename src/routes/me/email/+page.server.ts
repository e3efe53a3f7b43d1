import { redirect } from '@sveltejs/kit';
import { askEmail, ownAccount } from '#modules/people/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { proven } from '../../desk/signed-in.ts';
import { refuse } from '../../sign-in/enter.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { identifiers } = await ownAccount(runtime(), proven(event));
  const sent = event.url.searchParams.get('sent')?.slice(0, 254) ?? null;
  return { typed: identifiers.find(({ kind }) => kind === 'email')?.shown ?? '', sent };
};

export const actions: Actions = {
  default: async (event) => {
    const self = proven(event);
    const typed = String((await event.request.formData()).get('email') ?? '').slice(0, 1_000);
    const asked = await askEmail(runtime(), { typed, language: event.locals.language }, self);
    if (!asked.ok) return refuse(event, asked, { typed: typed.slice(0, 254) });
    redirect(303, event.locals.t.href(`/me/email?${new URLSearchParams({ sent: asked.value.email })}`));
  },
};
