import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { finishSecondStep, refusalOf, safeNext, secondStepOf } from '#modules/people/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { Actions, PageServerLoad } from './$types';

const nextOf = ({ url }: Pick<RequestEvent, 'url'>) => safeNext(url.searchParams.get('next'));

export const load: PageServerLoad = async ({ locals, request, url }) => {
  const step = await secondStepOf(runtime(), request.headers, locals.now);
  const next = nextOf({ url });
  if (step) return { ...step, next };
  const query = new URLSearchParams({ trouble: 'second.expired', ...(next ? { next } : {}) });
  redirect(303, `${locals.t.href('/sign-in')}?${query}`);
};

export const actions: Actions = {
  default: async (event) => {
    const { request, cookies, locals, getClientAddress, setHeaders } = event;
    const code = String((await request.formData()).get('code') ?? '').slice(0, 200);
    const { headers } = request;
    const result = await finishSecondStep(runtime(), { headers, code, address: getClientAddress(), now: locals.now });
    if (!result.ok) {
      const { status, retryAfter } = refusalOf(result);
      if (retryAfter) setHeaders({ 'retry-after': String(retryAfter) });
      return fail(status, { problems: result.problems });
    }
    for (const { name, value, options } of result.value.cookies) cookies.set(name, value, options);
    redirect(303, nextOf(event) ?? locals.t.href('/desk'));
  },
};
