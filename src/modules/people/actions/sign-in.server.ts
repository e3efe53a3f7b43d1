import { parseSetCookieHeader } from 'better-auth/cookies/utils';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { addressKey, reset, subjectKey, take, type Rule } from '#platform/limits/limits.server.ts';
import { ok, problem, type Failed, type Result } from '#platform/result.ts';
import type { SignInForm } from '../input/sign-in.ts';
import { anonymous, type Actor } from '../rules/roles.ts';
import { accountLimit, addressLimit, globalLimit } from '../rules/sign-in.ts';
import { signInNameOf } from '../store/person.server.ts';
import { sessionPerson } from '../store/session.server.ts';
import { authentication, type Authentication, type Ground } from './authentication.server.ts';
import { sessionToken } from './cookie.server.ts';
import { busy, hashing } from './password.server.ts';

/** A cookie to hand to `event.cookies.set(name, value, options)`. */
export type Cookie = {
  name: string;
  value: string;
  options: { path: string; httpOnly: boolean; secure: boolean; sameSite: 'lax'; maxAge?: number };
};

/**
 * Who a request comes from and what they may do now. No session cookie, or none with our signature: no query.
 * @param from the request's headers, or its `Cookie` header
 */
export async function actorOf(
  runtime: Ground,
  from: Headers | string | null | undefined,
  now: Instant,
): Promise<Actor> {
  const header = from instanceof Headers ? from.get('cookie') : from;
  const token = sessionToken(header, runtime.config);
  const person = token && (await sessionPerson(runtime.db, token, now));
  return person ? { kind: 'person', ...person } : anonymous;
}

export type SignInAttempt = SignInForm & {
  /** Address of the client as our own proxies report it; only counted, never kept. */
  address: string;
  now: Instant;
};

/** A name that no person can have (see the check on `sign_in_name`): the library then hashes for nothing. */
const NOBODY = '?';

/**
 * Signs a person in by sign-in name or e-mail address. An unknown account, a closed one and a wrong password
 * have the same answer after the same work; nothing is logged about who tried. Problems: `signIn.wrong`,
 * `signIn.tooMany` {minutes}, `signIn.busy` {seconds}.
 */
export async function signIn(
  runtime: Ground,
  attempt: SignInAttempt,
): Promise<Result<{ cookies: Cookie[] }>> {
  const { db, config } = runtime;
  const { identifier, password } = attempt;
  const refused = await overLimit(db, identifier, attempt);
  if (refused) return refused;
  const name = (await signInNameOf(db, identifier, config.mode !== 'production')) ?? NOBODY;
  const auth = await authentication(runtime);
  const checked = await hashing.run(() => openSession(auth, name, password));
  if (!checked.ok) return busy(checked);
  if (!checked.value) return problem('signIn.wrong');
  await reset(db, accountLimit, await subjectKey(db, identifier, attempt.now));
  return ok({ cookies: checked.value });
}

/** The address first: who is refused there must not be able to use up somebody else's guesses. */
async function overLimit(
  db: Db,
  identifier: string,
  { address, now }: SignInAttempt,
): Promise<Failed | undefined> {
  const counters: [Rule, () => Promise<Buffer>][] = [
    [addressLimit, () => addressKey(db, address, now)],
    [globalLimit, () => subjectKey(db, 'everybody', now)],
    [accountLimit, () => subjectKey(db, identifier, now)],
  ];
  for (const [rule, key] of counters) {
    const taken = await take(db, { rule, key: await key(), now });
    if (!taken.allowed) return problem('signIn.tooMany', { minutes: Math.ceil(taken.retryAfter / 60) });
  }
  return undefined;
}

/** @returns the cookies of the new session, or undefined when name and password do not belong together */
async function openSession(
  auth: Authentication,
  username: string,
  password: string,
): Promise<Cookie[] | undefined> {
  try {
    const { headers } = await auth.api.signInUsername({ body: { username, password }, returnHeaders: true });
    return cookiesIn(headers);
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw error;
  }
}

/** The library's own exception, recognised without loading the library for it. */
const isRefusal = (error: unknown): boolean =>
  error instanceof Error && 'status' in error && error.status === 'UNAUTHORIZED';

/** Ends the session of the request, on the server too. @returns cookies that clear the browser's */
export async function signOut(runtime: Ground, headers: Headers): Promise<Cookie[]> {
  const auth = await authentication(runtime);
  const cookie = new Headers({ cookie: headers.get('cookie') ?? '' });
  const answer = await auth.api.signOut({ headers: cookie, returnHeaders: true });
  return cookiesIn(answer.headers);
}

function cookiesIn(headers: Headers): Cookie[] {
  return headers.getSetCookie().flatMap((line) =>
    [...parseSetCookieHeader(line)].map(
      ([name, { value, path = '/', secure = false, 'max-age': maxAge }]) => ({
        name,
        value,
        options: {
          path,
          httpOnly: true,
          secure,
          sameSite: 'lax' as const,
          ...(maxAge === undefined ? {} : { maxAge }),
        },
      }),
    ),
  );
}

/** HTTP status and seconds for `Retry-After` of a refused sign-in; undefined seconds: nothing to wait for. */
export function refusalOf({ problems }: Failed): { status: 400 | 401 | 429 | 503; retryAfter?: number } {
  const [first] = problems;
  if (first?.code === 'signIn.tooMany')
    return { status: 429, retryAfter: 60 * Number(first.values?.minutes) };
  if (first?.code === 'signIn.busy') return { status: 503, retryAfter: Number(first.values?.seconds) };
  return { status: first?.code === 'signIn.wrong' ? 401 : 400 };
}
