import { readIdeaFile } from '#modules/ideas/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ params, url, request, locals }) =>
  readIdeaFile(runtime(), {
    ideaId: params.id,
    fileId: params.file,
    size: url.searchParams.get('size'),
    ifNoneMatch: request.headers.get('if-none-match'),
    actor: locals.actor,
    now: locals.now,
  });
