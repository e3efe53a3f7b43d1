import { actorOf, exportActs, readAuditQuery } from '#modules/people/index.server.ts';
import { dayOf } from '#platform/clock.ts';
import { runtime } from '#platform/runtime.server.ts';
import { CSV_TYPE } from '#platform/text/csv.ts';
import { found, proven } from '../../signed-in.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
  const officer = proven(event);
  const again = () => actorOf(runtime(), event.request.headers, new Date());
  const file = found(await exportActs(runtime(), readAuditQuery(event.url.searchParams), { ...officer, again }));
  return new Response(file, {
    headers: {
      'content-type': CSV_TYPE,
      'content-disposition': `attachment; filename="nhat-ky-${dayOf(officer.now)}.csv"`,
      'cache-control': 'private, no-store',
    },
  });
};
