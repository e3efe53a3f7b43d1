import { redirect } from '@sveltejs/kit';
import { readTicket } from '#modules/ideas/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ cookies, locals, url }) => {
  const sent = await readTicket(runtime(), cookies.get('sent'));
  if (!sent) redirect(303, locals.t.href('/ideas/track'));
  return { sent, trackUrl: url.origin + locals.t.href(`/ideas/track#${sent.code}`) };
};
