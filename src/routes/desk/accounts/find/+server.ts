import { json } from '@sveltejs/kit';
import { findAccounts } from '#modules/people/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { signedIn } from '../../signed-in.ts';
import type { RequestHandler } from './$types';

/** For the search box of people: `?q=` → accounts of one's own bodies, and whoever signs in with exactly that. */
export const GET: RequestHandler = async (event) => {
  const people = await findAccounts(runtime().db, event.url.searchParams.get('q')?.slice(0, 100) ?? '', signedIn(event));
  const items = people.map(({ id, name, signInName }) => ({ value: id, label: name, note: signInName ?? '' }));
  return json({ items }, { headers: { 'cache-control': 'private, no-store' } });
};
