import type { Instant } from '#platform/clock.ts';
import { SECOND_STEP, type Factor } from '../rules/factors.ts';
import { insertAttempt } from '../store/attempt.server.ts';
import { factorsOf } from '../store/factor.server.ts';
import type { Ground } from './authentication.server.ts';
import { ownCookie, type Cookie } from './cookie.server.ts';
import { hashOfKey, newKey } from './secrets.server.ts';
import { openSession, type Place } from './session.server.ts';

/** The browser's half of a second step that was begun. */
export const SECOND_COOKIE = 'second';

/** How and where the first step was taken; the session that the second one opens is of that place. */
export type First = Place & { factor: Factor };
export type FirstStep = First & { personId: string; now: Instant };
/** `second`: the cookies open nothing yet; the person goes on at `/sign-in/second`. */
export type Entered = { cookies: Cookie[]; second: boolean };

/**
 * What follows a right password (or an identity provider that vouches for one factor only): a session for whoever has
 * no second factor, otherwise the second step.
 */
export async function afterFirstStep(ground: Ground, { personId, now, ...first }: FirstStep): Promise<Entered> {
  const has = await factorsOf(ground.db, personId);
  if (!has?.totp && !has?.passkeys) {
    return { cookies: await openSession(ground, { ...first, personId, strong: false, now }), second: false };
  }
  const key = newKey();
  const { seconds } = SECOND_STEP;
  await insertAttempt(ground.db, { keyHash: hashOfKey(key), kind: 'second', personId, value: first, seconds, now });
  return { cookies: [ownCookie(ground.config, SECOND_COOKIE, key, seconds)], second: true };
}
