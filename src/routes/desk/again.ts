import { fail, type RequestEvent } from '@sveltejs/kit';
import type { Failed } from '#platform/result.ts';
import { proofWanted, statusOf } from './signed-in.ts';

/**
 * A form that comes back: what was typed, what is wrong with it, and the field for a fresh proof where that is what is
 * missing (`Again` of the people module's views).
 */
export async function again<Shown extends object>(event: RequestEvent, refused: Failed, shown: Shown) {
  const asked = refused.problems.some(({ field }) => field === 'proof');
  return fail(statusOf(refused), {
    ...shown,
    problems: refused.problems,
    ...(asked ? { wanted: await proofWanted(event) } : {}),
  });
}
