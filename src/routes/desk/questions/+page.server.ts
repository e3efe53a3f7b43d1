import { readBank, readBankQuery } from '#modules/questions/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn } from '../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  bank: found(await readBank(runtime().db, readBankQuery(event.url.searchParams), signedIn(event))),
});
