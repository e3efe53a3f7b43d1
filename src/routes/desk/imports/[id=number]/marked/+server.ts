import { markedCopyOf, xlsxResponse } from '#modules/members/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, signedIn } from '../../../signed-in.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) =>
  xlsxResponse(found(await markedCopyOf(runtime(), event.params.id, signedIn(event))), 'can-xem-lai');
