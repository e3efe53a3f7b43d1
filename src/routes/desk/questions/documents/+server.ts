import { json } from '@sveltejs/kit';
import { findCitable } from '#modules/questions/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { signedIn } from '../../signed-in.ts';
import type { RequestHandler } from './$types';

/** For the search box of documents to cite: `?q=` → what anybody may read in the library. */
export const GET: RequestHandler = async (event) => {
  signedIn(event);
  const found = await findCitable(runtime().db, event.url.searchParams.get('q')?.slice(0, 200) ?? '');
  const items = found.map(({ id, label }) => ({ value: String(id), label }));
  return json({ items }, { headers: { 'cache-control': 'private, no-store' } });
};
