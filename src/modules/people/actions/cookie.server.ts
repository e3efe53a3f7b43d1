import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Config } from '#platform/config.server.ts';

/** `__Host-`: no neighbour under the same domain can set it. Needs https, so a laptop has the plain name. */
const SECURE_NAME = '__Host-caunoi_session';
const PLAIN_NAME = 'caunoi_session';
export const sessionCookieNames: readonly string[] = [SECURE_NAME, PLAIN_NAME];

/** A cookie to hand to `event.cookies.set(name, value, options)`. */
export type Cookie = {
  name: string;
  value: string;
  options: { path: string; httpOnly: boolean; secure: boolean; sameSite: 'lax'; maxAge?: number };
};

type Settings = Pick<Config, 'publicOrigin' | 'secret'>;

export const isHttps = (config: Settings): boolean => config.publicOrigin.startsWith('https:');
export const sessionCookieName = (config: Settings): string => (isHttps(config) ? SECURE_NAME : PLAIN_NAME);

/** A cookie of our own beside the session's, under the same protection. @param maxAge seconds; 0 clears it */
export const ownCookie = (config: Settings, name: string, value: string, maxAge: number): Cookie => ({
  name: ownName(config, name),
  value,
  options: { path: '/', httpOnly: true, secure: isHttps(config), sameSite: 'lax', maxAge },
});
export const ownCookieValue = (headers: Headers, config: Settings, name: string): string | undefined =>
  cookieValue(headers.get('cookie') ?? '', ownName(config, name));
const ownName = (config: Settings, name: string): string => `${isHttps(config) ? '__Host-' : ''}caunoi_${name}`;

/** The value of a cookie in a `Cookie` header; undefined when absent. */
function cookieValue(header: string, name: string): string | undefined {
  for (const part of header.split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return undefined;
}

/** Does a request claim to be somebody's? A cheap question for the page cache; it proves nothing. */
export const hasSessionCookie = (header: string | null | undefined): boolean =>
  Boolean(header) && sessionCookieNames.some((name) => cookieValue(header ?? '', name) !== undefined);

/**
 * The session token that the cookie carries, when its signature is ours: `token.base64(HMAC-SHA256(secret,
 * token))`, percent-encoded, as the sign-in library writes it. A forged or torn cookie costs no query.
 */
export function sessionToken(header: string | null | undefined, config: Settings): string | undefined {
  if (!header) return undefined;
  const value = cookieValue(header, sessionCookieName(config));
  if (!value || value.length > 500) return undefined;
  const decoded = decode(value);
  const at = decoded.lastIndexOf('.');
  if (at < 1) return undefined;
  const token = decoded.slice(0, at);
  const expected = createHmac('sha256', config.secret).update(token).digest();
  const given = Buffer.from(decoded.slice(at + 1), 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected) ? token : undefined;
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return '';
  }
}
