import { readDeskLibrary, readLibraryQuery } from '#modules/documents/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn } from '../signed-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  library: found(await readDeskLibrary(runtime().db, readLibraryQuery(event.url.searchParams), signedIn(event))),
});
