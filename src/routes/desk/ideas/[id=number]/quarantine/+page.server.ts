import { fail, redirect } from '@sveltejs/kit';
import { handOverIdea, openQuarantine, readHandOver, readQuarantine, readTyped, releaseIdea } from '#modules/ideas/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn, statusOf } from '../../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  cover: found(await readQuarantine(runtime(), event.params.id, signedIn(event))),
});

export const actions: Actions = {
  /** Shown in the answer itself and nowhere kept: to read it again is to open it again. */
  open: async (event) => ({ matter: found(await openQuarantine(runtime(), event.params.id, signedIn(event))) }),
  release: async (event) => {
    found(await releaseIdea(runtime(), event.params.id, signedIn(event)));
    redirect(303, event.locals.t.href(`/desk/ideas?tab=quarantine&done=release&idea=${event.params.id}`));
  },
  hand: async (event) => {
    const typed = readTyped(await event.request.formData());
    const read = readHandOver(typed);
    const given = read.ok ? await handOverIdea(runtime(), event.params.id, read.value.receiver, signedIn(event)) : read;
    if (!given.ok) return fail(statusOf(given), { typed, problems: given.problems });
    redirect(303, event.locals.t.href(`/desk/ideas?tab=quarantine&done=hand_over&idea=${event.params.id}`));
  },
};
