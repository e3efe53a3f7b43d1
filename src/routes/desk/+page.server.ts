import { redirect } from '@sveltejs/kit';
import { deskOf } from '#modules/people/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { actor, now, t } }) => {
  if (actor.kind === 'anonymous')
    redirect(303, `${t.href('/sign-in')}?next=${encodeURIComponent(t.href('/desk'))}`);
  return deskOf(runtime(), actor, now);
};
