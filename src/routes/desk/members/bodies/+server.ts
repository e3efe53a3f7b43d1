import { json } from '@sveltejs/kit';
import { suggestBodies } from '#modules/members/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { signedIn } from '../../signed-in.ts';
import type { RequestHandler } from './$types';

/** For the search box of bodies: `?q=` → only those that the officer keeps. */
export const GET: RequestHandler = async (event) => {
  const found = await suggestBodies(runtime().db, event.url.searchParams.get('q')?.slice(0, 100) ?? '', signedIn(event));
  const items = found.map(({ id, name, symbol, above }) => ({
    value: String(id),
    label: name,
    note: [symbol, above].filter(Boolean).join(' · '),
  }));
  return json({ items }, { headers: { 'cache-control': 'private, no-store' } });
};
