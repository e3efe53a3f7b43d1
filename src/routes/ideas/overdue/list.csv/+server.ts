import { exportOverdue } from '#modules/ideas/index.server.ts';
import { dayOf } from '#platform/clock.ts';
import { CSV_TYPE } from '#platform/text/csv.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals: { t, now } }) => {
  const { db, config } = runtime();
  return new Response(await exportOverdue(db, t, config.publicOrigin, now), {
    headers: {
      'content-type': CSV_TYPE,
      'content-disposition': `attachment; filename="hien-ke-qua-han-${dayOf(now)}.csv"`,
      'cache-control': 'public, max-age=60',
    },
  });
};
