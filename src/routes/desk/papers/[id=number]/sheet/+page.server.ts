import { readSheet } from '#modules/questions/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn } from '../../../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const asked = event.url.searchParams;
  const seed = /^\d{1,6}$/.exec(asked.get('seed') ?? '')?.[0] ?? '1';
  return { paper: found(await readSheet(runtime().db, event.params.id, seed, signedIn(event))), key: asked.get('key') === 'yes' };
};
