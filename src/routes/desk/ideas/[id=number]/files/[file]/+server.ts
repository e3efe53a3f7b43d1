import { deskFile } from '#modules/ideas/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { signedIn } from '../../../../signed-in.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) =>
  deskFile(runtime(), {
    ...signedIn(event),
    ideaId: event.params.id,
    fileId: event.params.file,
    size: event.url.searchParams.get('size'),
    ifNoneMatch: event.request.headers.get('if-none-match'),
  });
