import { redirect } from '@sveltejs/kit';
import { providerName, readSignIn, readSignInChoices, readTrouble, rememberedPerson, safeNext, signIn, signInPage } from '#modules/people/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { enter, fromHere, refuse } from './enter.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url, request: { headers } }) => {
  const next = safeNext(url.searchParams.get('next'));
  if (locals.actor.kind === 'person') redirect(303, next ?? locals.t.href('/desk'));
  return { ...signInPage(runtime(), headers, url), sentHere: next !== undefined, next, trouble: readTrouble(url.searchParams.get('trouble')), provider: providerName(runtime()) };
};

export const actions: Actions = {
  default: async (event) => {
    const { headers } = event.request;
    const data = await event.request.formData();
    const { shared, remember, as } = readSignInChoices(data);
    const remembered = rememberedPerson(runtime().config, headers, as)?.personId;
    const { typed, form } = readSignIn(data, remembered);
    const attempt = { shared, remembered, rememberIn: remember ? headers : undefined, ...fromHere(event) };
    const entered = form.ok ? await signIn(runtime(), { ...form.value, ...attempt }) : form;
    if (!entered.ok) return refuse(event, entered, { identifier: remembered ? '' : typed, shared, remember });
    return enter(event, entered.value, safeNext(event.url.searchParams.get('next')) ?? event.locals.t.href('/desk'));
  },
};
