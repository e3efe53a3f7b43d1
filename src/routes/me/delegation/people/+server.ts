import { json } from '@sveltejs/kit';
import { findColleagues } from '#modules/people/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { signedIn } from '../../../desk/signed-in.ts';
import type { RequestHandler } from './$types';

/** For the search box of whom to hand a role to: `?q=` → people of one's own bodies, and whoever signs in with that. */
export const GET: RequestHandler = async (event) => {
  const people = await findColleagues(runtime().db, event.url.searchParams.get('q')?.slice(0, 100) ?? '', signedIn(event));
  const items = people.map(({ id, name, signInName }) => ({ value: id, label: name, note: signInName ?? '' }));
  return json({ items }, { headers: { 'cache-control': 'private, no-store' } });
};
