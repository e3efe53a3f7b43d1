import { takeBatch } from '#modules/quizzes/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, proven } from '../../../../signed-in.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
  const { id, batch } = event.params;
  const { name, content } = found(await takeBatch(runtime(), id, batch, proven(event)));
  const disposition = `attachment; filename="${name}"`;
  return new Response(new Uint8Array(content), { headers: { 'content-type': 'application/zip', 'content-disposition': disposition } });
};
