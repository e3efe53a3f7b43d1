import { sharePicture } from '#modules/ideas/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ params, request, locals }) =>
  sharePicture(runtime(), {
    id: params.id,
    t: locals.t,
    ifNoneMatch: request.headers.get('if-none-match'),
    now: locals.now,
  });
