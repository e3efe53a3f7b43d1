import { redirect, type RequestEvent } from '@sveltejs/kit';
import { decideOn, proposeFrom, readCorrections, readTypedCorrection } from '#modules/quizzes/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { again } from '../../../again.ts';
import { found, provenIn, signedIn } from '../../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  page: found(await readCorrections(runtime(), event.params.id, signedIn(event))),
  item: event.url.searchParams.get('item') ?? '', done: event.url.searchParams.get('done'),
});

const back = (event: RequestEvent, done: string) =>
  redirect(303, event.locals.t.href(`/desk/quizzes/${event.params.id}/corrections?done=${done}`));

export const actions: Actions = {
  propose: async (event) => {
    const typed = readTypedCorrection(await event.request.formData());
    const proposed = await proposeFrom(runtime(), event.params.id, typed, signedIn(event));
    return proposed.ok ? back(event, 'propose') : again(event, proposed, { typed });
  },
  decide: async (event) => {
    const form = await event.request.formData();
    const officer = await provenIn(event, form);
    const decided = officer.ok ? await decideOn(runtime(), event.params.id, form, officer.value) : officer;
    return decided.ok ? back(event, form.get('agrees') === 'yes' ? 'agree' : 'refuse') : again(event, decided, {});
  },
};
