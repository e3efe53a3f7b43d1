import { redirect } from '@sveltejs/kit';
import { beginProvider, safeNext } from '#modules/people/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import type { RequestHandler } from './$types';
import { redirectUri } from './address.ts';

/** A link, not a form: the policy lets forms go nowhere but here. It changes nothing until somebody comes back. */
export const GET: RequestHandler = async ({ locals, url, cookies, getClientAddress }) => {
  const next = safeNext(url.searchParams.get('next'));
  const { t, now, actor } = locals;
  const departure = { redirectUri: redirectUri(url), language: t.language, next, now, address: getClientAddress() };
  const trip = await beginProvider(runtime(), departure);
  if (!trip.ok) redirect(303, `${t.href(actor.kind === 'person' ? '/me/security' : '/sign-in')}?trouble=${trip.problems[0]?.code}`);
  const { to, cookie } = trip.value;
  cookies.set(cookie.name, cookie.value, cookie.options);
  redirect(303, to, { external: [new URL(to).origin] });
};
