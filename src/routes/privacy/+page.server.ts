import { sessionCookieName } from '#modules/people/index.server.ts';
import { retentionDays } from '#modules/privacy/index.server.ts';
import { contactOf } from '#modules/site/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({
  contact: await contactOf(runtime(), locals.now),
  days: await retentionDays(runtime().db),
  sessionCookie: sessionCookieName(runtime().config),
});
