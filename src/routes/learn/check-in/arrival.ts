import type { RequestEvent } from '@sveltejs/kit';
import { arrivedCookie, arrivedSeconds, readArrival } from '#modules/study/index.server.ts';
import { runtime } from '#platform/runtime.server.ts';
import { found } from '../../desk/signed-in.ts';

export const scanOf = ({ params, cookies, locals }: RequestEvent, code: string) =>
  ({ session: Number((params as { session?: string }).session), code: code.slice(0, 60), token: cookies.get(arrivedCookie), now: locals.now });

/** What the code in the address is worth; the browser keeps when it came, for whoever has to sign in first. */
export async function arrive(event: RequestEvent) {
  const code = event.url.searchParams.get('m') ?? '';
  const { token, ...arrival } = found(await readArrival(runtime(), scanOf(event, code)));
  if (arrival.age === 'fresh') {
    event.cookies.set(arrivedCookie, token, { path: '/', httpOnly: true, sameSite: 'lax', secure: event.url.protocol === 'https:', maxAge: arrivedSeconds });
  }
  return { arrival, code };
}
