import { fail, redirect } from '@sveltejs/kit';
import { makeAccount, readAccountForm, readAccountFormPage, readTyped } from '#modules/people/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, proven, statusOf } from '../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) =>
  found(await readAccountFormPage(runtime(), event.url.searchParams.get('body'), proven(event)));

export const actions: Actions = {
  default: async (event) => {
    const [officer, typed] = [proven(event), readTyped(await event.request.formData())];
    const form = readAccountForm(typed);
    const made = form.ok ? await makeAccount(runtime(), form.value, { ...officer, bodyId: Number(typed.body) || 0 }) : form;
    if (!made.ok) return fail(statusOf(made), { typed, problems: made.problems });
    const { personId, invited } = made.value;
    redirect(303, event.locals.t.href(`/desk/accounts/${personId}?done=${invited ? 'make' : 'made'}`));
  },
};
