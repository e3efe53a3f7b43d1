import { takeStatements } from '#modules/quizzes/index.server.ts';
import { streamResponse } from '#platform/http/file-response.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, proven } from '../../../../signed-in.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
  const { id, export: asked } = event.params;
  return streamResponse(found(await takeStatements(runtime(), { quiz: id, export: asked }, proven(event))));
};
