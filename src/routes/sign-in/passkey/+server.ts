import { json } from '@sveltejs/kit';
import { beginPasskeySignIn, parsePasskeySignIn, safeNext, signInWithPasskey } from '#modules/people/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { RequestHandler } from './$types';
import { fromHere } from '../enter.ts';
import { readJson, refused } from './answers.ts';

/** `{}` asks this browser for a passkey of ours; its answer signs in. */
export const POST: RequestHandler = async (event) => {
  const { locals, request, url, cookies } = event;
  const { t } = locals;
  const from = { ...fromHere(event), site: url };
  const read = parsePasskeySignIn(await readJson(request));
  if (!read.ok) return refused(read, t);
  if (read.value.key === undefined) {
    const asked = await beginPasskeySignIn(runtime(), from);
    return asked.ok ? json(asked.value) : refused(asked, t);
  }
  const result = await signInWithPasskey(runtime(), read.value, from);
  if (!result.ok) return refused(result, t);
  for (const { name, value, options } of result.value.cookies) cookies.set(name, value, options);
  return json({ next: safeNext(read.value.next) ?? t.href('/desk') });
};
