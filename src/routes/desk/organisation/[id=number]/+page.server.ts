import { readBodyPage } from '#modules/organisation/index.server.ts';
import { dayOf } from '#platform/clock.ts';
import { readTreeQuery } from '#platform/dated/query.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn } from '../../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { now } = signedIn(event);
  const { day } = readTreeQuery(event.url.searchParams);
  return { body: found(await readBodyPage(runtime().db, event.params.id, day, dayOf(now))) };
};
