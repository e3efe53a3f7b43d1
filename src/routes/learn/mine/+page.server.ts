import { fail, redirect } from '@sveltejs/kit';
import { idOf, object, readMine, readObjection } from '#modules/study/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn, statusOf } from '../../desk/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

const campaignOf = (url: URL) => idOf(url.searchParams.get('campaign') ?? '');

export const load: PageServerLoad = async (event) => ({
  mine: found(await readMine(runtime(), campaignOf(event.url), signedIn(event))),
  done: event.url.searchParams.has('done'),
});

export const actions: Actions = {
  object: async (event) => {
    const form = await event.request.formData();
    const read = readObjection(form);
    const done = read.ok ? await object(runtime(), campaignOf(event.url) ?? 0, read.value, signedIn(event)) : read;
    if (!done.ok) return fail(statusOf(done), { problems: done.problems, text: String(form.get('text') ?? '').slice(0, 2_000) });
    redirect(303, `${event.url.pathname}?campaign=${campaignOf(event.url)}&done=1`);
  },
};
