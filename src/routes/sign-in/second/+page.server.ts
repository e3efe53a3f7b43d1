import { redirect, type RequestEvent } from '@sveltejs/kit';
import { finishSecondStep, safeNext, secondStepOf } from '#modules/people/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { enter, refuse } from '../enter.ts';
import type { Actions, PageServerLoad } from './$types';

const nextOf = ({ url }: Pick<RequestEvent, 'url'>) => safeNext(url.searchParams.get('next'));

export const load: PageServerLoad = async (event) => {
  const { headers } = event.request;
  const [step, next] = [await secondStepOf(runtime(), headers, event.locals.now), nextOf(event)];
  if (step) return { ...step, next };
  const query = new URLSearchParams({ trouble: 'second.expired', ...(next ? { next } : {}) });
  redirect(303, `${event.locals.t.href('/sign-in')}?${query}`);
};

export const actions: Actions = {
  default: async (event) => {
    const { request, locals, getClientAddress } = event;
    const code = String((await request.formData()).get('code') ?? '').slice(0, 200);
    const from = { headers: request.headers, address: getClientAddress(), now: locals.now };
    const opened = await finishSecondStep(runtime(), { ...from, code });
    if (!opened.ok) return refuse(event, opened, {});
    return enter(event, { ...opened.value, second: false }, nextOf(event) ?? locals.t.href('/desk'));
  },
};
