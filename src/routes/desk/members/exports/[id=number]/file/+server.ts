import { listResponse, takeExport } from '#modules/members/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, proven } from '../../../../signed-in.ts';
import type { RequestHandler } from './$types';

/** Taken once: a POST, which no browser sends ahead of its reader. */
export const POST: RequestHandler = async (event) =>
  listResponse(found(await takeExport(runtime(), Number(event.params.id), proven(event))));
