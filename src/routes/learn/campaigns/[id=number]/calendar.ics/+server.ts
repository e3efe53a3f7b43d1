import { calendarResponse, campaignCalendar } from '#modules/study/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found } from '../../../../desk/signed-in.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, locals }) =>
  calendarResponse(found(await campaignCalendar(runtime(), params.id, locals)), `dot-hoc-tap-${params.id}`);
