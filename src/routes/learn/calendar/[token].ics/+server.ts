import { calendarResponse, ownCalendar } from '#modules/study/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found } from '../../../desk/signed-in.ts';
import type { RequestHandler } from './$types';

/** Calendar programs have no session: the address itself says whose it is. */
export const GET: RequestHandler = async ({ params, locals }) =>
  calendarResponse(found(await ownCalendar(runtime(), params.token, locals)), 'lich-hoc-tap');
