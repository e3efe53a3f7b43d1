import { createHmac, randomBytes } from 'node:crypto';
import type { Instant } from '#platform/clock.ts';
import type { Config } from '#platform/config.server.ts';
import type { Factor } from '../rules/factors.ts';
import { SESSION_HOURS, SHARED_HOURS } from '../rules/sign-in.ts';
import { endSessionOf, insertSession } from '../store/session-list.server.ts';
import type { Ground } from './authentication.server.ts';
import { isHttps, sessionCookieName, sessionToken, type Cookie } from './cookie.server.ts';

/** Where a session is opened: from the form and from the request. */
export type Place = {
  /** "This is not my device": a short session, and a cookie that goes with the window. */
  shared?: boolean;
  /** From `deviceLabel`. */
  device?: string | null;
};

/** @param strong two factors were shown, or one that counts as two */
export type Opening = Place & { personId: string; factor: Factor; strong: boolean; now: Instant };

/**
 * Opens a session for somebody who has proved who they are; every way in ends here.
 * @returns the cookies for the browser
 */
export async function openSession(runtime: Ground, opening: Opening): Promise<Cookie[]> {
  const { shared = false, device = null, now } = opening;
  const token = randomBytes(24).toString('base64url');
  const hours = shared ? SHARED_HOURS : SESSION_HOURS;
  const expiresAt = new Date(now.getTime() + hours * 3_600_000);
  await insertSession(runtime.db, { ...opening, token, device, shared, expiresAt });
  return [sessionCookie(runtime.config, token, shared ? undefined : hours * 3_600)];
}

/** The form that `sessionToken` reads: the token and a signature made from the secret of the installation. */
function sessionCookie(config: Config, token: string, maxAge: number | undefined): Cookie {
  const signature = createHmac('sha256', config.secret).update(token).digest('base64');
  return cookie(config, `${token}.${signature}`, maxAge);
}

const cookie = (config: Config, value: string, maxAge: number | undefined): Cookie => ({
  name: sessionCookieName(config),
  value,
  options: {
    path: '/',
    httpOnly: true,
    secure: isHttps(config),
    sameSite: 'lax',
    ...(maxAge === undefined ? {} : { maxAge }),
  },
});

/**
 * Ends the session of the request, on the server too.
 * @returns cookies that clear the browser's; `shared`: it was on a device of others, which has to forget everything
 */
export async function signOut(runtime: Ground, headers: Headers): Promise<{ cookies: Cookie[]; shared: boolean }> {
  const token = sessionToken(headers.get('cookie'), runtime.config);
  const ended = token ? await endSessionOf(runtime.db, token) : undefined;
  return { cookies: [cookie(runtime.config, '', 0)], shared: ended?.shared ?? false };
}

/** Everything that a browser keeps of a site, for the answer that ends a session on a device of others. */
export const FORGET = { 'clear-site-data': '"cache", "cookies", "storage"' } as const;
