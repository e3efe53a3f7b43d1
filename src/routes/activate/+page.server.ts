import { redirect } from '@sveltejs/kit';
import { activate, activationPage, readActivation, readActivationForm, readCodeField, readCodeQuery } from '#modules/people/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { enter, fromHere, refuse } from '../sign-in/enter.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  event.setHeaders({ 'cache-control': 'private, no-store' });
  const code = readCodeQuery(event.url.searchParams);
  return { ...(await activationPage(runtime(), { code, ...fromHere(event) })), shown: event.url.searchParams.has('show') };
};

export const actions: Actions = {
  code: async (event) => {
    const code = readCodeField(await event.request.formData());
    const found = await readActivation(runtime(), { code, ...fromHere(event) });
    if (!found.ok) return refuse(event, found, { code, shared: false, consent: false });
    redirect(303, event.locals.t.href(`/activate?${new URLSearchParams({ code })}`));
  },
  open: async (event) => {
    const { shared, ...form } = readActivationForm(await event.request.formData());
    const opened = await activate(runtime(), { ...form, shared, language: event.locals.language, ...fromHere(event) });
    return opened.ok ? enter(event, opened.value, event.locals.t.href('/me?done=activated')) : refuse(event, opened, { code: form.code, shared, consent: form.consent });
  },
};
