import { readGrantPage, readRoleQuery, readRolesPage } from '#modules/people/index.server.ts';
import { dayOf } from '#platform/clock.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn } from '../../../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const [officer, bodyId, query] = [signedIn(event), event.params.id, event.url.searchParams];
  const page = found(await readRolesPage(runtime(), { bodyId, query: readRoleQuery(query, dayOf(officer.now)) }, officer));
  const [act, grantId] = [query.get('done') === 'revoke' ? 'revoke' : 'grant', Number(query.get('grant')) || 0] as const;
  const told = grantId > 0 ? await readGrantPage(runtime(), { bodyId, grantId }, officer) : undefined;
  return { page, told: told?.ok ? ({ act, grant: told.value.grant } as const) : null };
};
