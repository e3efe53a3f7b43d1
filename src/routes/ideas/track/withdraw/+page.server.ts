import { redirect } from '@sveltejs/kit';
import { visitTrack } from '#modules/ideas/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url, cookies, locals, getClientAddress, setHeaders }) => {
  setHeaders({ 'cache-control': 'no-store' });
  const visit = await visitTrack(runtime(), { cookies, url, address: getClientAddress(), now: locals.now });
  if (visit.kind !== 'open') redirect(303, locals.t.href('/ideas/track'));
  const { idea, abilities } = visit.page;
  if (!abilities.withdraw) redirect(303, locals.t.href('/ideas/track/view'));
  return { id: idea.id, title: idea.title };
};
