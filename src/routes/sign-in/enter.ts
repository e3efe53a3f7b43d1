import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { deviceLabel, refusalOf, type Entered } from '#modules/people/index.server.ts';
import type { Failed } from '#platform/result.ts';

/** What every way in counts and notes of a request: the address is counted and forgotten, of the browser only its family. */
export const fromHere = ({ getClientAddress, locals, request }: Pick<RequestEvent, 'getClientAddress' | 'locals' | 'request'>) => ({
  address: getClientAddress(),
  device: deviceLabel(request.headers.get('user-agent')),
  now: locals.now,
});

/** Into the account, or to the second step, which then goes on to the same page. @param to an address of this site */
export function enter({ cookies, locals }: Pick<RequestEvent, 'cookies' | 'locals'>, entered: Entered, to: string): never {
  for (const { name, value, options } of entered.cookies) cookies.set(name, value, options);
  redirect(303, entered.second ? `${locals.t.href('/sign-in/second')}?next=${encodeURIComponent(to)}` : to);
}

/** The form again with its problems, the status they have, and when to come back. */
export function refuse<T extends object>({ setHeaders }: Pick<RequestEvent, 'setHeaders'>, failed: Failed, typed: T) {
  const { status, retryAfter } = refusalOf(failed);
  if (retryAfter) setHeaders({ 'retry-after': String(retryAfter) });
  return fail(status, { ...typed, problems: failed.problems });
}
