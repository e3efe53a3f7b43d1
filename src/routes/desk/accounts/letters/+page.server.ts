import { fail } from '@sveltejs/kit';
import { makeLetters, readAccountQuery, readAccounts, readLettersForm } from '#modules/members/index.server.ts';
import { problem } from '#platform/result.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, proven, signedIn, statusOf } from '../../signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  event.setHeaders({ 'cache-control': 'private, no-store' });
  const { publicOrigin } = runtime().config;
  const accounts = found(await readAccounts(runtime(), readAccountQuery(event.url.searchParams), signedIn(event)));
  return { accounts, address: publicOrigin.replace(/^https?:\/\//, '') + event.locals.t.href('/activate') };
};

export const actions: Actions = {
  default: async (event) => {
    const officer = proven(event);
    const form = readLettersForm(await event.request.formData());
    const made = form ? await makeLetters(runtime(), form, officer) : problem('letters.form');
    return made.ok ? { made: made.value } : fail(statusOf(made), { problems: made.problems });
  },
};
