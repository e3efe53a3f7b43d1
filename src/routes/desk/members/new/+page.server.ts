import { fail, redirect } from '@sveltejs/kit';
import { addMember, readAddPage, readMemberForm, readTyped } from '#modules/members/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn, statusOf } from '../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) =>
  found(await readAddPage(runtime(), event.url.searchParams.get('body'), signedIn(event)));

export const actions: Actions = {
  default: async (event) => {
    const officer = signedIn(event);
    const typed = readTyped(await event.request.formData());
    const read = readMemberForm('add', typed);
    const added = read.ok ? await addMember(runtime(), read.value, officer) : read;
    if (!added.ok) return fail(statusOf(added), { typed, problems: added.problems });
    redirect(303, event.locals.t.href(`/desk/members/${added.value}?done=add`));
  },
};
