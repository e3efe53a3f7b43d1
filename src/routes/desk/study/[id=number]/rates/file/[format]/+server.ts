import { error } from '@sveltejs/kit';
import { ratesFile } from '#modules/study/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { listResponse } from '#platform/spreadsheet/response.ts';
import { bodyIn, found, signedIn } from '../../../../../signed-in.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
  const { id, format } = event.params;
  if (format !== 'xlsx' && format !== 'csv') error(404, 'format');
  return listResponse(found(await ratesFile(runtime().db, { id, body: bodyIn(event.url), format }, signedIn(event))));
};
