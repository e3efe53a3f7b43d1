import type { Instant } from '#platform/clock.ts';
import { addressKey, take } from '#platform/limits/limits.server.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import { LINK_SECONDS, needsProof } from '../rules/factors.ts';
import { addressLimit } from '../rules/sign-in.ts';
import { insertAttempt, readAttempt, takeAttempt } from '../store/attempt.server.ts';
import { deleteLink, insertLink, linkedPerson } from '../store/provider.server.ts';
import { afterFirstStep, type Entered } from './attempt.server.ts';
import type { Ground } from './authentication.server.ts';
import { ownCookie, ownCookieValue, type Cookie } from './cookie.server.ts';
import { record, type Own } from './factors.server.ts';
import { arrive, depart, forgetTrip, type Departure, type Identity } from './provider.server.ts';
import { hashOfKey, newKey } from './secrets.server.ts';
import { openSession, type Place } from './session.server.ts';

/** The name on the button; undefined: no identity provider. */
export const providerName = ({ config }: Ground): string | undefined => config.oidc?.name;

/** Sends somebody to the provider. Problems: `provider.none`, `provider.down`, `signIn.tooMany` {minutes}. */
export async function beginProvider(
  ground: Ground,
  { address, ...departure }: Departure & { address: string },
): Promise<Result<{ to: string; cookie: Cookie }>> {
  if (!ground.config.oidc) return problem('provider.none');
  const key = await addressKey(ground.db, address, departure.now);
  const taken = await take(ground.db, { rule: addressLimit, key, now: departure.now });
  if (!taken.allowed) return problem('signIn.tooMany', { minutes: Math.ceil(taken.retryAfter / 60) });
  const trip = await depart(ground, departure);
  return trip ? ok(trip) : problem('provider.down');
}

/** The browser's half of an identity that nobody here has linked yet. */
const LINK_COOKIE = 'link';

/** `unknown`: the identity belongs to no account; the person signs in another way once and links it. */
export type Returned = { language?: string; next?: string } & (
  | { kind: 'entered'; entered: Entered }
  | { kind: 'unknown'; cookies: Cookie[] }
  | { kind: 'refused'; code: 'provider.denied' | 'provider.expired' | 'provider.failed'; cookies: Cookie[] }
);

export type Return = Place & { headers: Headers; url: URL; now: Instant };

/**
 * Somebody comes back from the provider. A linked identity signs in (a second step follows where the provider vouches
 * for one factor only and the person has another); an unknown one waits to be linked: never by e-mail or name.
 */
export async function returnFromProvider(ground: Ground, { headers, url, now, ...place }: Return): Promise<Returned> {
  const arrived = await arrive(ground, { headers, url, now });
  const { kind, ...rest } = arrived;
  const back = { ...(rest.language ? { language: rest.language } : {}), ...(rest.next ? { next: rest.next } : {}) };
  const cookies = [forgetTrip(ground)];
  if (kind !== 'identity') return { kind: 'refused', code: `provider.${kind}`, cookies, ...back };
  const { identity } = arrived as { identity: Identity };
  const personId = await linkedPerson(ground.db, identity.subject, ground.config.mode !== 'production');
  if (!personId) return { kind: 'unknown', cookies: [...cookies, await keep(ground, identity, now)], ...back };
  const first = { personId, factor: 'oidc', now, ...place } as const;
  const entered = identity.strong
    ? { cookies: await openSession(ground, { ...first, strong: true }), second: false }
    : await afterFirstStep(ground, first);
  return { kind: 'entered', entered: { ...entered, cookies: [...cookies, ...entered.cookies] }, ...back };
}

async function keep(ground: Ground, identity: Identity, now: Instant): Promise<Cookie> {
  const key = newKey();
  const { subject, name } = identity;
  await insertAttempt(ground.db, { keyHash: hashOfKey(key), kind: 'link', value: { subject, name }, seconds: LINK_SECONDS, now });
  return ownCookie(ground.config, LINK_COOKIE, key, LINK_SECONDS);
}

const keyIn = ({ config }: Ground, headers: Headers): Buffer => hashOfKey(ownCookieValue(headers, config, LINK_COOKIE) ?? '');
type Waiting = { subject: string; name: string };

/** The name of the identity that waits in this browser to be linked; undefined when none does. */
export async function waitingIdentity(ground: Ground, headers: Headers, now: Instant): Promise<{ name: string } | undefined> {
  const waiting = await readAttempt<Waiting>(ground.db, 'link', keyIn(ground, headers), now);
  return waiting && { name: waiting.value.name };
}

/**
 * Links the identity that waits in this browser to whoever is signed in.
 * Problems: `proof.needed`, `provider.expired`, `provider.taken` (one of the two is linked already).
 */
export async function linkProvider(ground: Ground, own: Own): Promise<Result<{ cookies: Cookie[] }>> {
  const { actor, headers, now } = own;
  if (needsProof(actor, now)) return problem('proof.needed');
  const { db, config } = ground;
  const linked = await db.transaction().execute(async (tx) => {
    const waiting = await takeAttempt<Waiting>(tx, 'link', keyIn(ground, headers), now);
    if (!waiting) return problem('provider.expired');
    if (!(await insertLink(tx, actor.personId, waiting.value.subject, now))) return problem('provider.taken');
    await record(tx, config, own, 'provider.linked');
    return ok(undefined);
  });
  return linked.ok ? ok({ cookies: [ownCookie(config, LINK_COOKIE, '', 0)] }) : linked;
}

/** Problems: `proof.needed`, `provider.notLinked`. */
export async function unlinkProvider({ db, config }: Ground, own: Own): Promise<Result<void>> {
  const { actor, now } = own;
  if (needsProof(actor, now)) return problem('proof.needed');
  return db.transaction().execute(async (tx) => {
    if (!(await deleteLink(tx, actor.personId))) return problem('provider.notLinked');
    await record(tx, config, own, 'provider.unlinked');
    return ok(undefined);
  });
}
