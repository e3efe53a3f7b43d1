import { fail, redirect } from '@sveltejs/kit';
import { giveRole, readGrantForm, readGrantFormPage, readTyped } from '#modules/people/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, proven, statusOf } from '../../../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => found(await readGrantFormPage(runtime(), event.params.id, proven(event)));

export const actions: Actions = {
  default: async (event) => {
    const [officer, bodyId] = [proven(event), event.params.id];
    const typed = readTyped(await event.request.formData());
    const form = readGrantForm(typed);
    const given = form.ok ? await giveRole(runtime(), form.value, { ...officer, bodyId }) : form;
    if (!given.ok) {
      const candidates = 'candidates' in given ? given.candidates : undefined;
      return fail(statusOf(given), { typed, problems: given.problems, ...(candidates ? { candidates } : {}) });
    }
    redirect(303, event.locals.t.href(`/desk/organisation/${bodyId}/roles?done=grant&grant=${given.value.grantId}`));
  },
};
