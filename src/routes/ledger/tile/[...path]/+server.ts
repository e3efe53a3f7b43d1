import { tileResponse } from '#platform/ledger/http.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ params }) => tileResponse(runtime().db, params.path);
