import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { readTrouble, safeNext, securityOf } from '#modules/people/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { proven, signedIn, statusOf } from '../../desk/signed-in.ts';
import type { PageServerLoad } from './$types';
import { acts } from './acts.ts';

export const load: PageServerLoad = async (event) => {
  const { url, locals } = event;
  const done = url.searchParams.get('done');
  const person = done === 'set' ? proven(event) : signedIn(event);
  const next = safeNext(url.searchParams.get('next'));
  const onward = next ?? locals.t.href('/desk');
  const trouble = readTrouble(url.searchParams.get('trouble'));
  return { security: await securityOf(runtime(), person, done === 'set'), now: locals.now, done, onward, next, trouble };
};

const handle = (act: string) => async (event: RequestEvent) => {
  const person = proven(event);
  const { request, url, locals } = event;
  const result = await acts[act]!.run({ ...person, headers: request.headers }, await request.formData());
  if (!result.ok) return fail(statusOf(result), { act, problems: result.problems });
  if (result.value?.codes.length) return { act, codes: result.value.codes };
  const next = safeNext(url.searchParams.get('next'));
  const query = new URLSearchParams({ done: acts[act]!.done, ...(next ? { next } : {}) });
  redirect(303, `${locals.t.href('/me/security')}?${query}`);
};
export const actions = Object.fromEntries(Object.keys(acts).map((act) => [act, handle(act)]));
