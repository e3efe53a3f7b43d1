import { error } from '@sveltejs/kit';
import { copyFile, ownCopy } from '#modules/privacy/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found, proven } from '../../../../../desk/signed-in.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
  const { id, format } = event.params;
  if (format !== 'json' && format !== 'html') error(404);
  const { language, t } = event.locals;
  const copy = found(await ownCopy(runtime(), Number(id), { ...proven(event), language }));
  return copyFile(copy, format, t);
};
