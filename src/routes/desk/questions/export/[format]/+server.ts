import { error } from '@sveltejs/kit';
import { exportBank, exportFormats, readBankQuery } from '#modules/questions/index.server.ts';
import { fileResponse } from '#platform/http/file-response.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, proven } from '../../../signed-in.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
  const officer = proven(event);
  const format = exportFormats.find((known) => known === event.params.format);
  if (!format) error(404, 'format');
  return fileResponse(found(await exportBank(runtime(), format, readBankQuery(event.url.searchParams), officer)));
};
