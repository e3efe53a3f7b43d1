import { readPlacePage } from '#modules/places/index.server.ts';
import { dayOf } from '#platform/clock.ts';
import { readTreeQuery } from '#platform/dated/query.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn } from '../../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { now } = signedIn(event);
  const { day } = readTreeQuery(event.url.searchParams);
  return { place: found(await readPlacePage(runtime().db, event.params.id, day, dayOf(now))) };
};
