import { exportFormats, readBankQuery, readExport } from '#modules/questions/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn } from '../../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const params = event.url.searchParams;
  const format = exportFormats.find((known) => known === params.get('format')) ?? null;
  return { page: found(await readExport(runtime().db, readBankQuery(params), format, signedIn(event))) };
};
