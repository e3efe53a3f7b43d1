import { readOrganisation } from '#modules/organisation/index.server.ts';
import { dayOf } from '#platform/clock.ts';
import { readTreeQuery } from '#platform/dated/query.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found } from '../desk/signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url, locals: { now } }) =>
  found(await readOrganisation(runtime().db, readTreeQuery(url.searchParams), dayOf(now)));
