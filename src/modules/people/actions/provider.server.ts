import type { Configuration } from 'openid-client';
import type { Instant } from '#platform/clock.ts';
import type { OidcSettings } from '#platform/oidc-settings.ts';
import { PROVIDER_SECONDS } from '../rules/factors.ts';
import { insertAttempt, takeAttempt } from '../store/attempt.server.ts';
import type { Ground } from './authentication.server.ts';
import { ownCookie, ownCookieValue, type Cookie } from './cookie.server.ts';
import { hashOfKey, keyedHash, newKey } from './secrets.server.ts';

/** Loaded at the first use. */
const library = () => import('openid-client');

const REFRESH = 3_600_000;
const TIMEOUT_SECONDS = 8;
const known = new WeakMap<OidcSettings, { until: number; found: Promise<Configuration> }>();

/** What the provider publishes about itself, read once an hour; a failure is not remembered. */
function discovered(oidc: OidcSettings, now: Instant): Promise<Configuration> {
  const before = known.get(oidc);
  if (before && before.until > now.getTime()) return before.found;
  const found = discover(oidc);
  known.set(oidc, { until: now.getTime() + REFRESH, found });
  found.catch(() => known.delete(oidc));
  return found;
}

async function discover({ issuer, clientId, clientSecret }: OidcSettings): Promise<Configuration> {
  const { discovery, allowInsecureRequests } = await library();
  const address = new URL(issuer);
  // The settings refuse http anywhere but on this machine.
  const execute = address.protocol === 'http:' ? [allowInsecureRequests] : [];
  return discovery(address, clientId, clientSecret, undefined, { timeout: TIMEOUT_SECONDS, execute });
}

/** The browser's half of a trip to the provider. */
const TRIP_COOKIE = 'provider';
type Trip = { state: string; nonce: string; verifier: string; language: string; next?: string };

export type Departure = { redirectUri: string; language: string; next?: string | undefined; now: Instant };

/** Where to send the browser, and the cookie with which it comes back. undefined: the provider does not answer. */
export async function depart(ground: Ground, departure: Departure): Promise<{ to: string; cookie: Cookie } | undefined> {
  const { redirectUri, language, next, now } = departure;
  const { oidc } = ground.config;
  const provider = oidc && (await discovered(oidc, now).catch(() => undefined));
  if (!oidc || !provider) return undefined;
  const { buildAuthorizationUrl, calculatePKCECodeChallenge, randomNonce, randomPKCECodeVerifier, randomState } = await library();
  const trip: Trip = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier(), language, ...(next ? { next } : {}) };
  const key = newKey();
  const row = { keyHash: hashOfKey(key), kind: 'provider', value: trip, seconds: PROVIDER_SECONDS, now } as const;
  await insertAttempt(ground.db, row);
  const to = buildAuthorizationUrl(provider, {
    redirect_uri: redirectUri,
    scope: 'openid profile',
    state: trip.state,
    nonce: trip.nonce,
    code_challenge: await calculatePKCECodeChallenge(trip.verifier),
    code_challenge_method: 'S256',
    ...(oidc.strongAcr.length > 0 ? { acr_values: oidc.strongAcr.join(' ') } : {}),
  });
  return { to: to.href, cookie: ownCookie(ground.config, TRIP_COOKIE, key, PROVIDER_SECONDS) };
}

/** `subject` is a keyed hash: what the provider calls the person is stored nowhere. */
export type Identity = { subject: string; name: string; strong: boolean };
export type Arrival =
  | { kind: 'identity'; identity: Identity; language: string; next?: string }
  | { kind: 'denied' | 'expired' | 'failed'; language?: string; next?: string };

/** Who came back. The trip is used up whatever the answer says. */
export async function arrive(ground: Ground, { headers, url, now }: { headers: Headers; url: URL; now: Instant }): Promise<Arrival> {
  const { oidc } = ground.config;
  const key = ownCookieValue(headers, ground.config, TRIP_COOKIE);
  const begun = key ? await takeAttempt<Trip>(ground.db, 'provider', hashOfKey(key), now) : undefined;
  if (!oidc || !begun) return { kind: 'expired' };
  const trip = begun.value;
  const back = { language: trip.language, ...(trip.next ? { next: trip.next } : {}) };
  // The state is checked before anything else is believed, a refusal included.
  if (url.searchParams.get('state') !== trip.state) return { kind: 'failed', ...back };
  if (url.searchParams.get('error') === 'access_denied') return { kind: 'denied', ...back };
  const claims = await exchange(oidc, trip, url, now).catch(() => undefined);
  const identity = claims && identityIn(ground, oidc, claims);
  return identity ? { kind: 'identity', identity, ...back } : { kind: 'failed', ...back };
}

type Claims = Record<string, unknown> & { sub: string };

async function exchange(oidc: OidcSettings, trip: Trip, url: URL, now: Instant): Promise<Claims | undefined> {
  const { authorizationCodeGrant, fetchUserInfo } = await library();
  const provider = await discovered(oidc, now);
  const checks = { pkceCodeVerifier: trip.verifier, expectedState: trip.state, expectedNonce: trip.nonce, idTokenExpected: true };
  const tokens = await authorizationCodeGrant(provider, url, checks);
  const claims = tokens.claims();
  if (!claims) return undefined;
  const complete = oidc.claims.subject in claims && oidc.claims.name in claims;
  if (complete || !provider.serverMetadata().userinfo_endpoint) return claims;
  const more = await fetchUserInfo(provider, tokens.access_token, claims.sub);
  // What is signed counts before what is not.
  return { ...more, ...claims };
}

function identityIn({ config }: Ground, oidc: OidcSettings, claims: Claims): Identity | undefined {
  const subject = claims[oidc.claims.subject];
  if (typeof subject !== 'string' || subject === '') return undefined;
  const name = claims[oidc.claims.name];
  return {
    subject: keyedHash(config, 'oidc', `${oidc.issuer} ${subject}`).toString('hex'),
    name: typeof name === 'string' ? name.slice(0, 200) : '',
    strong: typeof claims['acr'] === 'string' && oidc.strongAcr.includes(claims['acr']),
  };
}

export const forgetTrip = ({ config }: Ground): Cookie => ownCookie(config, TRIP_COOKIE, '', 0);
