import { fail, redirect } from '@sveltejs/kit';
import { dropImport, readChoice, readImport, saveImport } from '#modules/questions/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn, statusOf } from '../../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  page: found(await readImport(runtime().db, event.params.id, signedIn(event))),
});

export const actions: Actions = {
  save: async (event) => {
    const officer = signedIn(event);
    const choice = readChoice(await event.request.formData());
    const saved = await saveImport(runtime(), event.params.id, choice, officer);
    if (!saved.ok) return fail(statusOf(saved), { problems: saved.problems, ...choice });
    redirect(303, event.url.pathname);
  },
  drop: async (event) => {
    const dropped = await dropImport(runtime(), event.params.id, signedIn(event));
    if (!dropped.ok) return fail(statusOf(dropped), { problems: dropped.problems, keep: [], tag: '' });
    redirect(303, event.url.pathname);
  },
};
