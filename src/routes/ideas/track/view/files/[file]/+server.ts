import { readOwnFile } from '#modules/ideas/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ params, url, request, cookies, locals }) =>
  readOwnFile(runtime(), {
    fileId: params.file,
    size: url.searchParams.get('size'),
    ifNoneMatch: request.headers.get('if-none-match'),
    cookies,
    now: locals.now,
  });
