import { readImports, readRowQuery } from '#modules/members/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn } from '../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const officer = signedIn(event);
  const { page } = readRowQuery(event.url.searchParams);
  return { list: found(await readImports(runtime(), page, officer)), now: officer.now };
};
