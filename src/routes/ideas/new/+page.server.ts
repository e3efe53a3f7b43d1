import { fail, redirect } from '@sveltejs/kit';
import { openForm, readForm, receiveForm } from '#modules/ideas/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = () => openForm(runtime());

export const actions: Actions = {
  default: async ({ request, url, locals, cookies, getClientAddress }) => {
    const form = readForm(await request.formData(), locals.language);
    const sender = { address: getClientAddress(), now: locals.now };
    const outcome = await receiveForm(runtime(), form, sender);
    if (outcome.kind === 'again') return fail(outcome.status, outcome.form);
    if (outcome.kind === 'elsewhere') redirect(303, locals.t.href(`/ideas/where?stopped=${outcome.matter}`));
    // Also over plain http inside a house: a lost ticket would be a lost tracking code.
    const secure = url.protocol === 'https:';
    cookies.set('sent', outcome.ticket, { path: '/', maxAge: 3_600, httpOnly: true, sameSite: 'strict', secure });
    redirect(303, locals.t.href('/ideas/sent'));
  },
};
