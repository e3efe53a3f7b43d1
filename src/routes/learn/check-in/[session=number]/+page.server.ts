import { fail } from '@sveltejs/kit';
import { checkIn } from '#modules/study/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { signedIn, statusOf } from '../../../desk/signed-in.ts';
import { arrive, scanOf } from '../arrival.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const arrived = await arrive(event);
  return { ...arrived, name: signedIn(event).actor.name };
};

export const actions: Actions = {
  default: async (event) => {
    const { actor } = signedIn(event);
    const form = await event.request.formData();
    const result = await checkIn(runtime(), scanOf(event, String(form.get('code'))), { actor, late: form.get('late') === 'yes' });
    return result.ok ? { checked: result.value } : fail(statusOf(result), { problems: result.problems });
  },
};
