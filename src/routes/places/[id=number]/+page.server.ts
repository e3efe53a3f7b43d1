import { bodiesOfPlace } from '#modules/organisation/index.server.ts';
import { readPlacePage } from '#modules/places/index.server.ts';
import { dayOf } from '#platform/clock.ts';
import { readTreeQuery } from '#platform/dated/query.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found } from '../../desk/signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url, locals: { now } }) => {
  const { day } = readTreeQuery(url.searchParams);
  const place = found(await readPlacePage(runtime().db, params.id, day, dayOf(now)));
  const bodies = await bodiesOfPlace(runtime().db, place.id, place.asOf);
  return { place, bodies: bodies.map(({ id, name }) => ({ id, name })) };
};
