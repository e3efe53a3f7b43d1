import { json } from '@sveltejs/kit';
import { suggestForPlan } from '#modules/organisation/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn } from '../../../../signed-in.ts';
import type { RequestHandler } from './$types';

/** For the search boxes of a plan: `?q=` → bodies of its day that the officer administers. */
export const GET: RequestHandler = async (event) => {
  const q = event.url.searchParams.get('q')?.slice(0, 100) ?? '';
  const bodies = found(await suggestForPlan(runtime().db, event.params.id, q, signedIn(event)));
  const items = bodies.map(({ id, name, symbol, above }) => ({
    value: String(id), label: name, note: [symbol, above].filter(Boolean).join(' · '),
  }));
  return json({ items }, { headers: { 'cache-control': 'private, no-store' } });
};
