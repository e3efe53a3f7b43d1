import { checkpointResponse } from '#platform/ledger/http.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = () => checkpointResponse(runtime().db);
