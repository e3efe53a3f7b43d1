import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { addressKey, reset, subjectKey, take, type Rule } from '#platform/limits/limits.server.ts';
import { ok, problem, type Failed, type Result } from '#platform/result.ts';
import type { SignInForm } from '../input/sign-in.ts';
import { personIn } from '../rules/factors.ts';
import { anonymous, type Actor } from '../rules/roles.ts';
import { accountLimit, addressLimit, globalLimit, typedLimit } from '../rules/sign-in.ts';
import { isStale } from '../rules/device.ts';
import { identifierKey } from '../rules/identifier.ts';
import { accountOf, accountOfPerson, identifiersOf } from '../store/identifier.server.ts';
import { nameOf } from '../store/person.server.ts';
import { noteUse } from '../store/session-list.server.ts';
import { sessionPerson } from '../store/session.server.ts';
import { afterFirstStep, type Entered } from './attempt.server.ts';
import type { Ground } from './authentication.server.ts';
import { sessionToken } from './cookie.server.ts';
import { busy, hashing, NOBODYS_HASH, verifyPassword } from './password.server.ts';
import { remember } from './remembered.server.ts';
import type { Place } from './session.server.ts';

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
  if (!token || !person) return anonymous;
  if (isStale(person.usedAt, now)) await noteUse(runtime.db, token, now);
  return personIn(person);
}

export type SignInAttempt = SignInForm &
  Place & {
    /** Somebody whom this device remembers, from `rememberedPerson`; then `identifier` is the id too. */
    remembered?: string | undefined;
    /** The device may remember the name, beside those in the cookie of these headers. */
    rememberIn?: Headers | undefined;
    /** Address of the client as our own proxies report it; only counted, never kept. */
    address: string;
    now: Instant;
  };

/**
 * Signs a person in by sign-in name, member code, phone number or e-mail address. An unknown account, a closed one, one
 * without password and a wrong password have the same answer after the same work; nothing is logged about who tried.
 * Problems: `signIn.wrong`, `signIn.tooMany` {minutes}, `signIn.busy` {seconds}.
 */
export async function signIn(runtime: Ground, attempt: SignInAttempt): Promise<Result<Entered>> {
  const checked = await checkPassword(runtime, attempt);
  if (!checked.ok) return checked;
  const { shared = false, device = null, now } = attempt;
  const { personId } = checked.value;
  const entered = await afterFirstStep(runtime, { personId, factor: 'password', shared, device, now });
  if (!attempt.rememberIn || shared) return ok(entered);
  const name = (await nameOf(runtime.db, personId)) ?? '';
  return ok({ ...entered, cookies: [...entered.cookies, remember(runtime.config, attempt.rememberIn, { personId, name })] });
}

/** The first step: whose password it is. Nothing is opened yet. Problems as `signIn`. */
async function checkPassword(runtime: Ground, attempt: SignInAttempt): Promise<Result<{ personId: string }>> {
  const { db, config } = runtime;
  const { identifier, password, now } = attempt;
  const refused = await overLimit(db, identifier, attempt);
  if (refused) return refused;
  const samples = config.mode !== 'production';
  const known = attempt.remembered;
  const account = known ? await accountOfPerson(db, known, samples) : await accountOf(db, identifier, samples);
  // The second counter is asked for nobody too: the same statements for every name.
  const guesses = await subjectKey(db, account ? `person ${account.personId}` : `nobody ${identifier}`, now);
  const { allowed } = await take(db, { rule: accountLimit, key: guesses, now });
  const checked = await hashing.run(() => verifyPassword(password, account?.hash ?? NOBODYS_HASH));
  if (!checked.ok) return busy(checked);
  if (!account || !allowed || !checked.value) return problem('signIn.wrong');
  await forgetGuesses(db, account.personId, now);
  return ok({ personId: account.personId });
}

/** After a right password or a new one: what was guessed before does not keep the person out. */
export async function forgetGuesses(db: Db, personId: string, now: Instant): Promise<void> {
  await reset(db, accountLimit, await subjectKey(db, `person ${personId}`, now));
  // A remembered name is tapped instead of typed: then the id was counted.
  const typed = [personId, ...Object.values(await identifiersOf(db, personId))];
  for (const each of typed) if (each) await reset(db, typedLimit, await subjectKey(db, identifierKey(each), now));
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
    [typedLimit, () => subjectKey(db, identifier, now)],
  ];
  for (const [rule, key] of counters) {
    const taken = await take(db, { rule, key: await key(), now });
    if (!taken.allowed) return problem('signIn.tooMany', { minutes: Math.ceil(taken.retryAfter / 60) });
  }
  return undefined;
}

/** HTTP status and seconds for `Retry-After` of a refused sign-in; undefined seconds: nothing to wait for. */
export function refusalOf({ problems }: Failed): { status: 400 | 401 | 429 | 503; retryAfter?: number } {
  const [first] = problems;
  if (first?.code.endsWith('.tooMany'))
    return { status: 429, retryAfter: 60 * Number(first.values?.minutes) };
  if (first?.code === 'signIn.busy') return { status: 503, retryAfter: Number(first.values?.seconds) };
  return { status: first?.code === 'signIn.wrong' || first?.code === 'signIn.needed' ? 401 : 400 };
}
