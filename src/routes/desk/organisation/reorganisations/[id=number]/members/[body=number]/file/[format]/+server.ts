import { error } from '@sveltejs/kit';
import { isExportFormat, listResponse, takeShareFile } from '#modules/members/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, proven } from '../../../../../../../signed-in.ts';
import type { RequestHandler } from './$types';

/** Who of a body goes where, to be filled in; asks for a fresh proof like every list that leaves the system. */
export const GET: RequestHandler = async (event) => {
  const { id, body, format } = event.params;
  if (!isExportFormat(format)) error(404, 'export.missing');
  return listResponse(found(await takeShareFile(runtime(), { plan: Number(id), body: Number(body) }, format, proven(event))));
};
