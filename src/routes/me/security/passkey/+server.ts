import { json } from '@sveltejs/kit';
import * as people from '#modules/people/index.server.ts';
import { ok, problem } from '#platform/result.ts';
import { runtime } from '#platform/runtime.server.ts';
import { readJson, refused } from '../../../sign-in/passkey/answers.ts';
import type { RequestHandler } from './$types';

/** Asks this browser for a new passkey or for one of the person's, and takes its answer. */
export const POST: RequestHandler = async ({ locals, request, url }) => {
  const { actor, now, t } = locals;
  if (actor.kind !== 'person') return refused(problem('signIn.needed'), t);
  const own = { actor, now, headers: request.headers };
  const read = people.parseOwnPasskey(await readJson(request));
  if (!read.ok) return refused(read, t);
  const asked = read.value;
  const answered = 'key' in asked;
  if (!answered && asked.use === 'create') return reply(await people.beginPasskey(runtime(), own, url));
  if (!answered) return reply(ok(await people.beginPasskeyProof(runtime(), own, url)));
  if (asked.use === 'get') return reply(await people.proveWithPasskey(runtime(), own, asked, url), people.safeNext(asked.next) ?? t.href('/desk'));
  const name = people.readPasskeyName(asked.name ?? '');
  const added = await people.addPasskey(runtime(), own, { key: asked.key, response: asked.response, name }, url);
  return reply(added, `${t.href('/me/security')}?done=passkey.added`);

  function reply(result: Awaited<ReturnType<typeof people.beginPasskey>> | Awaited<ReturnType<typeof people.addPasskey>>, next?: string) {
    return result.ok ? json(result.value ?? { next }) : refused(result, t);
  }
};
