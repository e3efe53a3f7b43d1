import { error } from '@sveltejs/kit';
import { isImportKind, templateOf, xlsxResponse } from '#modules/members/index.server.ts';
import { found, signedIn } from '../../../signed-in.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
  const { kind } = event.params;
  if (!isImportKind(kind)) error(404, 'import.missing');
  const name = kind === 'members' ? 'mau-dang-vien' : 'mau-to-chuc-dang';
  return xlsxResponse(found(await templateOf(kind, signedIn(event).actor)), name);
};
