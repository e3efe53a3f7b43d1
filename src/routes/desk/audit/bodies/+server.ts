import { json } from '@sveltejs/kit';
import { findAdministered } from '#modules/people/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { signedIn } from '../../signed-in.ts';
import type { RequestHandler } from './$types';

/** For the search box of the log: `?q=` → bodies of today and before that one administers. */
export const GET: RequestHandler = async (event) => {
  const q = event.url.searchParams.get('q')?.slice(0, 100) ?? '';
  const bodies = await findAdministered(runtime().db, q, { ...signedIn(event), ended: true });
  const items = bodies.map(({ id, name, symbol }) => ({ value: String(id), label: name, note: symbol }));
  return json({ items }, { headers: { 'cache-control': 'private, no-store' } });
};
