import { questionTemplate } from '#modules/questions/index.server.ts';
import { xlsxResponse } from '#platform/spreadsheet/response.ts';
import { found, signedIn } from '../../../signed-in.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => xlsxResponse(found(await questionTemplate(signedIn(event))), 'mau-cau-hoi');
