import { readLedger, readLedgerQuery } from '#modules/ideas/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { PageServerLoad } from './$types';

/** Not kept with shared pages: the ledger grows by its own clock, and a receipt must not look late. */
export const load: PageServerLoad = async ({ url, locals }) => ({
  ledger: await readLedger(runtime().db, readLedgerQuery(url.searchParams), locals.now),
  now: locals.now,
  origin: url.origin,
});
