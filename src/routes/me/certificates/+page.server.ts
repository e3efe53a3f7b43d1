import { fail, redirect } from '@sveltejs/kit';
import { claimCertificate, ownCertificates } from '#modules/quizzes/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { signedIn, statusOf } from '../../desk/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({ certificates: await ownCertificates(runtime(), signedIn(event)) });

export const actions: Actions = {
  claim: async (event) => {
    const holder = signedIn(event);
    const form = await event.request.formData();
    const claimed = await claimCertificate(runtime(), Number(form.get('ticket')), form.has('printed'), holder);
    if (!claimed.ok) return fail(statusOf(claimed), { problem: claimed.problems[0]?.code });
    redirect(303, event.locals.t.href('/me/certificates'));
  },
};
