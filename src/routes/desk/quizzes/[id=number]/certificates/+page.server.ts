import { redirect } from '@sveltejs/kit';
import { askBatch, readBatches } from '#modules/quizzes/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { again } from '../../../again.ts';
import { found, provenIn, signedIn } from '../../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const officer = signedIn(event);
  return { page: found(await readBatches(runtime(), event.params.id, officer)), now: officer.now };
};

export const actions: Actions = {
  make: async (event) => {
    const officer = await provenIn(event, await event.request.formData());
    const asked = officer.ok ? await askBatch(runtime(), event.params.id, officer.value) : officer;
    if (!asked.ok) return again(event, asked, {});
    redirect(303, event.url.pathname);
  },
};
