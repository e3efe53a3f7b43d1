import type { Instant } from '#platform/clock.ts';
import { addressKey, take } from '#platform/limits/limits.server.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import type { PasskeySignIn } from '../input/passkey.ts';
import { passkeyLimit } from '../rules/factors.ts';
import type { Ground } from './authentication.server.ts';
import { SECOND_COOKIE } from './attempt.server.ts';
import { ownCookie, type Cookie } from './cookie.server.ts';
import { askToShow, whoShowed, type Site } from './passkey.server.ts';
import { openSession, type Place } from './session.server.ts';

type From = Place & { address: string; site: Site; now: Instant };

/** Asks whoever is at the sign-in page for a passkey of ours. Problem: `signIn.tooMany` {minutes}. */
export async function beginPasskeySignIn(runtime: Ground, { address, site, now }: From) {
  const key = await addressKey(runtime.db, address, now);
  const taken = await take(runtime.db, { rule: passkeyLimit, key, now });
  if (!taken.allowed) return problem('signIn.tooMany', { minutes: Math.ceil(taken.retryAfter / 60) });
  return ok(await askToShow(runtime, undefined, site, now));
}

/** A session for whoever showed a passkey: possession and finger, face or PIN at once. Problem: `passkey.wrong`. */
export async function signInWithPasskey(
  runtime: Ground,
  { key, response }: PasskeySignIn,
  { site, now, shared, device }: From,
): Promise<Result<{ cookies: Cookie[] }>> {
  const shown = await whoShowed(runtime, { key, response }, site, now);
  if (!shown || shown.askedOf !== null) return problem('passkey.wrong');
  const place = { ...(shared === undefined ? {} : { shared }), ...(device === undefined ? {} : { device }) };
  const opening = { personId: shown.personId, factor: 'passkey', strong: true, now, ...place } as const;
  return ok({ cookies: [...(await openSession(runtime, opening)), ownCookie(runtime.config, SECOND_COOKIE, '', 0)] });
}
