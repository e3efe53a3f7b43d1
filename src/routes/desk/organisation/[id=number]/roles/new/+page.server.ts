import { redirect } from '@sveltejs/kit';
import { giveRole, readGrantForm, readGrantFormPage, readTyped } from '#modules/people/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { again } from '../../../../again.ts';
import { found, provenIn, signedIn } from '../../../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => found(await readGrantFormPage(runtime(), event.params.id, signedIn(event)));

export const actions: Actions = {
  default: async (event) => {
    const [bodyId, data] = [event.params.id, await event.request.formData()];
    const [typed, officer] = [readTyped(data), await provenIn(event, data)];
    if (!officer.ok) return again(event, officer, { typed });
    const form = readGrantForm(typed);
    const given = form.ok ? await giveRole(runtime(), form.value, { ...officer.value, bodyId }) : form;
    if (!given.ok) return again(event, given, { typed, ...('candidates' in given ? { candidates: given.candidates } : {}) });
    redirect(303, event.locals.t.href(`/desk/organisation/${bodyId}/roles?done=grant&grant=${given.value.grantId}`));
  },
};
