import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { endOthers, endOwnSession, ownSessions } from '#modules/people/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { signedIn } from '../../desk/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const self = signedIn(event);
  const ended = /^\d{1,4}$/.exec(event.url.searchParams.get('ended') ?? '');
  return { sessions: await ownSessions(runtime(), { ...self, headers: event.request.headers }), now: self.now, ended: ended ? Number(ended[0]) : null };
};

const back = ({ locals }: RequestEvent, ended: number) => redirect(303, locals.t.href(`/me/sessions?ended=${ended}`));

export const actions: Actions = {
  end: async (event) => {
    const self = signedIn(event);
    const ended = await endOwnSession(runtime(), String((await event.request.formData()).get('session') ?? ''), self);
    return ended.ok ? back(event, 1) : fail(404, { problems: ended.problems });
  },
  others: async (event) => back(event, await endOthers(runtime(), { ...signedIn(event), headers: event.request.headers })),
};
