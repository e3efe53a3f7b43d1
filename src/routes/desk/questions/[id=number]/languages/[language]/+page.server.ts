import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { isItemLanguage, readTranslation, readTranslationForm, translationSteps } from '#modules/questions/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn, statusOf } from '../../../../signed-in.ts';
import type { PageServerLoad } from './$types';

const languageOf = (value = '') => (isItemLanguage(value) ? value : error(404, 'language'));

export const load: PageServerLoad = async (event) => ({
  page: found(await readTranslation(runtime().db, event.params.id, languageOf(event.params.language), signedIn(event))),
  done: event.url.searchParams.get('done'),
});

const step = (name: string) => async (event: RequestEvent) => {
  const officer = signedIn(event);
  const typed = readTranslationForm(await event.request.formData(), languageOf(event.params.language));
  const taken = await translationSteps[name]!(runtime(), Number(event.params.id), typed, officer);
  if (!taken.ok) return fail(statusOf(taken), { typed, problems: taken.problems, form: name });
  redirect(303, `${event.url.pathname}?done=${name}`);
};

export const actions = { save: step('save'), submit: step('submit'), approve: step('approve'), giveBack: step('giveBack') };
