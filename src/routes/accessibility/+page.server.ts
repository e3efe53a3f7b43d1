import { contactOf } from '#modules/site/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => contactOf(runtime(), locals.now);
