import { fail, redirect } from '@sveltejs/kit';
import { askExport, readExportForm, readExportFormPage, readMemberQuery, readTyped } from '#modules/members/index.server.ts';
import { dayOf } from '#platform/clock.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, proven, statusOf } from '../../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  page: found(await readExportFormPage(runtime(), readMemberQuery(event.url.searchParams), proven(event))),
});

export const actions: Actions = {
  default: async (event) => {
    const officer = proven(event);
    const typed = readTyped(await event.request.formData());
    const said = readExportForm(typed, dayOf(officer.now));
    const asked = said.ok ? await askExport(runtime(), said.value, officer) : said;
    if (!asked.ok) return fail(statusOf(asked), { typed, problems: asked.problems });
    redirect(303, event.locals.t.href('/desk/members/exports?done=asked'));
  },
};
