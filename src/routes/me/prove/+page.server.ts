import { redirect } from '@sveltejs/kit';
import { PROOF_MINUTES, proofOf, prove, safeNext } from '#modules/people/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { signedIn } from '../../desk/signed-in.ts';
import { refuse } from '../../sign-in/enter.ts';
import type { Actions, PageServerLoad } from './$types';

const nextOf = (url: URL) => safeNext(url.searchParams.get('next'));

export const load: PageServerLoad = async (event) => {
  const wanted = await proofOf(runtime(), signedIn(event));
  return { wanted, minutes: PROOF_MINUTES, next: nextOf(event.url) };
};

export const actions: Actions = {
  default: async (event) => {
    const person = signedIn(event);
    const { request, url, locals } = event;
    const proof = String((await request.formData()).get('proof') ?? '').slice(0, 1_000);
    const result = await prove(runtime(), { ...person, headers: request.headers, proof });
    if (!result.ok) return refuse(event, result, {});
    redirect(303, nextOf(url) ?? locals.t.href('/desk'));
  },
};
