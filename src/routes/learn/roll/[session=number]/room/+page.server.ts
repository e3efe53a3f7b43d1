import { fail, redirect } from '@sveltejs/kit';
import { confirmRoom, readRoom, readRoomForm, readWaiting } from '#modules/study/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn, statusOf } from '../../../../desk/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

const typedIn = (from: URLSearchParams | FormData) => ({ counted: String(from.get('counted') ?? ''), nonMembers: String(from.get('nonMembers') ?? '0') });

export const load: PageServerLoad = async (event) => ({
  room: found(await readRoom(runtime(), event.params.session, signedIn(event))),
  typed: typedIn(event.url.searchParams),
  done: event.url.searchParams.has('done'),
});

export const actions: Actions = {
  confirm: async (event) => {
    const form = await event.request.formData();
    const read = readRoomForm(form);
    const done = read.ok ? await confirmRoom(runtime(), event.params.session, { ...read.value, ...readWaiting(form) }, signedIn(event)) : read;
    if (!done.ok) return fail(statusOf(done), { problems: done.problems, typed: typedIn(form) });
    redirect(303, `${event.url.pathname}?done=1`);
  },
};
