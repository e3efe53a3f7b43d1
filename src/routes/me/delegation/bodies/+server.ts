import { json } from '@sveltejs/kit';
import { findOwnBodies } from '#modules/people/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { signedIn } from '../../../desk/signed-in.ts';
import type { RequestHandler } from './$types';

/** For the search box of a part of one's bodies: `?q=`. */
export const GET: RequestHandler = async (event) => {
  const bodies = await findOwnBodies(runtime().db, event.url.searchParams.get('q')?.slice(0, 100) ?? '', signedIn(event));
  const items = bodies.map(({ id, name, symbol }) => ({ value: String(id), label: name, note: symbol }));
  return json({ items }, { headers: { 'cache-control': 'private, no-store' } });
};
