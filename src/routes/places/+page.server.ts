import { readPlacesLevel } from '#modules/places/index.server.ts';
import { dayOf } from '#platform/clock.ts';
import { readTreeQuery } from '#platform/dated/query.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found } from '../desk/signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url, locals: { now } }) =>
  found(await readPlacesLevel(runtime().db, readTreeQuery(url.searchParams), dayOf(now)));
