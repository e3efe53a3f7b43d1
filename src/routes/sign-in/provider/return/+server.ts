import { redirect } from '@sveltejs/kit';
import { returnFromProvider } from '#modules/people/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { isLanguage, translator } from '#platform/words/translate.ts';
import { fromHere } from '../../enter.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
  const { locals, request, url, cookies } = event;
  const { device, now } = fromHere(event);
  const came = await returnFromProvider(runtime(), { headers: request.headers, url, device, now });
  const t = isLanguage(came.language ?? '') ? translator(came.language as 'vi') : locals.t;
  for (const { name, value, options } of came.kind === 'entered' ? came.entered.cookies : came.cookies)
    cookies.set(name, value, options);
  const next = came.next ? { next: came.next } : undefined;
  const to = (path: string, query?: Record<string, string>) =>
    redirect(303, t.href(path) + (query ? `?${new URLSearchParams(query)}` : ''));
  const signedIn = locals.actor.kind === 'person';
  if (came.kind === 'refused') to(signedIn ? '/me/security' : '/sign-in', { trouble: came.code, ...next });
  if (came.kind === 'unknown') to('/sign-in/provider/link');
  if (came.kind === 'entered' && came.entered.second) to('/sign-in/second', next);
  redirect(303, came.next ?? t.href('/desk'));
};
