/** Names that a private device remembers: whoever agreed is chosen by tapping, and still has to prove who they are. */
import { timingSafeEqual } from 'node:crypto';
import { ownCookie, ownCookieValue, type Cookie } from './cookie.server.ts';
import { SESSION_HOURS, SHARED_HOURS } from '../rules/sign-in.ts';
import type { Ground } from './authentication.server.ts';
import { keyedHash } from './secrets.server.ts';

export type Remembered = { personId: string; name: string };

const NAME = 'names';
/** A family has one telephone. */
const MOST = 5;
const KEPT_SECONDS = 180 * 86_400;
/** Five names of 200 letters, written for a cookie, would not fit. */
const MOST_LETTERS = 60;

type Config = Ground['config'];

/** The names in the cookie of a request, when our signature is on it: nobody can be put there from elsewhere. */
export function rememberedNames(config: Config, headers: Headers): Remembered[] {
  const value = ownCookieValue(headers, config, NAME);
  const at = value?.lastIndexOf('.') ?? -1;
  if (!value || at < 1) return [];
  const [payload, signature] = [value.slice(0, at), Buffer.from(value.slice(at + 1), 'base64url')];
  const expected = keyedHash(config, 'names', payload);
  if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) return [];
  const pairs = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as [string, string][];
  return pairs.map(([personId, name]) => ({ personId, name }));
}

function cookieOf(config: Config, names: readonly Remembered[]): Cookie {
  if (names.length === 0) return ownCookie(config, NAME, '', 0);
  const pairs = names.map(({ personId, name }) => [personId, name.slice(0, MOST_LETTERS)]);
  const payload = Buffer.from(JSON.stringify(pairs)).toString('base64url');
  return ownCookie(config, NAME, `${payload}.${keyedHash(config, 'names', payload).toString('base64url')}`, KEPT_SECONDS);
}

/** The person who was tapped: the number of a name in the cookie. */
export const rememberedPerson = (config: Config, headers: Headers, at: string | null): Remembered | undefined =>
  at !== null && /^\d$/.test(at) ? rememberedNames(config, headers)[Number(at)] : undefined;

/** Adds a name, the newest first. */
export const remember = (config: Config, headers: Headers, person: Remembered): Cookie => {
  const others = rememberedNames(config, headers).filter(({ personId }) => personId !== person.personId);
  return cookieOf(config, [person, ...others].slice(0, MOST));
};

/** Takes one name away, or with null all of them. */
export const forgetName = (config: Config, headers: Headers, at: string | null): Cookie =>
  cookieOf(config, at === null ? [] : rememberedNames(config, headers).filter((_, index) => String(index) !== at));

/** What the sign-in page says of this device: names it remembers, who was tapped, what has just happened. */
export function signInPage({ config }: Pick<Ground, 'config'>, headers: Headers, { searchParams }: URL) {
  const at = searchParams.get('as');
  const tapped = rememberedPerson(config, headers, at);
  const done = searchParams.get('done');
  return {
    names: rememberedNames(config, headers).map(({ name }) => name),
    as: tapped && at ? { at, name: tapped.name } : undefined,
    done,
    shared: done === 'switched',
    sessionHours: SESSION_HOURS,
    sharedHours: SHARED_HOURS,
  };
}
