import { importReport } from '#modules/questions/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { CSV_TYPE } from '#platform/text/csv.ts';
import { found, signedIn } from '../../../../signed-in.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
  const text = found(await importReport(runtime().db, event.params.id, event.locals.t, signedIn(event)));
  const disposition = `attachment; filename="nhap-cau-hoi-${event.params.id}.csv"`;
  return new Response(text, { headers: { 'content-type': CSV_TYPE, 'content-disposition': disposition } });
};
