import { readPlacesLevel } from '#modules/places/index.server.ts';
import { dayOf } from '#platform/clock.ts';
import { readTreeQuery } from '#platform/dated/query.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn } from '../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { now } = signedIn(event);
  return found(await readPlacesLevel(runtime().db, readTreeQuery(event.url.searchParams), dayOf(now)));
};
