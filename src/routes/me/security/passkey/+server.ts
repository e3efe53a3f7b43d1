import { json } from '@sveltejs/kit';
import { ownPasskey, parseOwnPasskey, safeNext } from '#modules/people/index.server.ts';
import { problem } from '#platform/result.ts';
import { runtime } from '#platform/runtime.server.ts';
import { readJson, refused } from '../../../sign-in/passkey/answers.ts';
import type { RequestHandler } from './$types';

/** Asks this browser for a new passkey or for one of the person's, and takes its answer. */
export const POST: RequestHandler = async ({ locals: { actor, now, t }, request, url }) => {
  if (actor.kind !== 'person') return refused(problem('signIn.needed'), t);
  const read = parseOwnPasskey(await readJson(request));
  if (!read.ok) return refused(read, t);
  const asked = read.value;
  const result = await ownPasskey(runtime(), { actor, now, headers: request.headers }, asked, url);
  if (!result.ok) return refused(result, t);
  const next = 'next' in asked ? safeNext(asked.next) : undefined;
  const after = asked.use === 'create' ? `${t.href('/me/security')}?done=passkey.added` : (next ?? t.href('/desk'));
  return json(result.value ?? { next: after });
};
