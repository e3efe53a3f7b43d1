import { error } from '@sveltejs/kit';
import { exportStatistics, readQuarter } from '#modules/ideas/index.server.ts';
import { CACHE_TAGS } from '#platform/http/cached-pages.ts';
import { OPEN_TO_ALL } from '#platform/http/json-api.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { CSV_TYPE } from '#platform/text/csv.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, url, locals }) => {
  const quarter = readQuarter(url.searchParams);
  const asked = { table: params.table, quarter, t: locals.t, now: locals.now };
  const content = await exportStatistics(runtime().db, asked);
  if (content === undefined) error(404, 'No such table');
  const name = `hien-ke-${params.table}${quarter ? `-${quarter}` : ''}.csv`;
  const headers = { 'content-type': CSV_TYPE, 'content-disposition': `attachment; filename="${name}"` };
  return new Response(content, { headers: { ...headers, ...OPEN_TO_ALL, [CACHE_TAGS]: 'ideas' } });
};
