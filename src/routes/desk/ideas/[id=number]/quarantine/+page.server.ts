import { redirect } from '@sveltejs/kit';
import { handOverIdea, openQuarantine, readHandOver, readQuarantine, readTyped, releaseIdea } from '#modules/ideas/index.server.ts';
import { both } from '#platform/result.ts';
import { runtime } from '#platform/runtime.server.ts';
import { again } from '../../../again.ts';
import { found, provenIn, signedIn } from '../../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  cover: found(await readQuarantine(runtime(), event.params.id, signedIn(event))),
});

export const actions: Actions = {
  /** Shown in the answer itself and nowhere kept: to read it again is to open it again. */
  open: async (event) => ({ matter: found(await openQuarantine(runtime(), event.params.id, signedIn(event))) }),
  release: async (event) => {
    const officer = await provenIn(event, await event.request.formData());
    if (!officer.ok) return again(event, officer, { step: 'release', typed: {} });
    found(await releaseIdea(runtime(), event.params.id, officer.value));
    redirect(303, event.locals.t.href(`/desk/ideas?tab=quarantine&done=release&idea=${event.params.id}`));
  },
  hand: async (event) => {
    const form = await event.request.formData();
    const officer = await provenIn(event, form);
    const typed = readTyped(form);
    const ready = both(officer, readHandOver(typed));
    const given = ready.ok ? await handOverIdea(runtime(), event.params.id, ready.value[1].receiver, ready.value[0]) : ready;
    if (!given.ok) return again(event, given, { step: 'hand', typed });
    redirect(303, event.locals.t.href(`/desk/ideas?tab=quarantine&done=hand_over&idea=${event.params.id}`));
  },
};
