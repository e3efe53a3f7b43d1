import { redirect } from '@sveltejs/kit';
import { makeAccount, readAccountForm, readAccountFormPage, readTyped } from '#modules/people/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { again } from '../../again.ts';
import { found, provenIn, signedIn } from '../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) =>
  found(await readAccountFormPage(runtime(), event.url.searchParams.get('body'), signedIn(event)));

export const actions: Actions = {
  default: async (event) => {
    const data = await event.request.formData();
    const [typed, officer] = [readTyped(data), await provenIn(event, data)];
    if (!officer.ok) return again(event, officer, { typed });
    const form = readAccountForm(typed);
    const made = form.ok ? await makeAccount(runtime(), form.value, { ...officer.value, bodyId: Number(typed.body) || 0 }) : form;
    if (!made.ok) return again(event, made, { typed });
    const { personId, invited } = made.value;
    redirect(303, event.locals.t.href(`/desk/accounts/${personId}?done=${invited ? 'make' : 'made'}`));
  },
};
