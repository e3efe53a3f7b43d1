import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { CHALLENGE_SECONDS } from '../rules/factors.ts';
import { insertAttempt, takeAttempt } from '../store/attempt.server.ts';
import { findPasskey, notePasskeyUse, passkeysOf, type StoredPasskey } from '../store/passkey.server.ts';
import type { Ground } from './authentication.server.ts';
import { hashOfKey, newKey } from './secrets.server.ts';

/** Loaded at the first passkey: the start need not pay for it. */
const library = () => import('@simplewebauthn/server');

/** The origin in whose name the request is answered, as `server.ts` decides it: `https://caunoi.example.vn`. */
export type Site = { origin: string };
const siteOf = ({ origin }: Site) => ({ expectedOrigin: origin, expectedRPID: new URL(origin).hostname });

/** To be handed to the browser, and back with its answer. */
export type Challenge<T> = { key: string; publicKey: T };
type Begun = { challenge: string; use: Use };
type Use = 'create' | 'get';

async function remember(db: Db, begun: Begun, personId: string | undefined, now: Instant): Promise<string> {
  const key = newKey();
  const limits = { personId, seconds: CHALLENGE_SECONDS, now };
  await insertAttempt(db, { keyHash: hashOfKey(key), kind: 'passkey', value: begun, ...limits });
  return key;
}

/** What was asked with this key, once: a second answer finds nothing. */
async function recall(db: Db, key: string, use: Use, now: Instant) {
  const begun = await takeAttempt<Begun>(db, 'passkey', hashOfKey(key), now);
  return begun?.value.use === use ? { challenge: begun.value.challenge, personId: begun.personId } : undefined;
}

/** Asks a browser for a new passkey: kept on the device or key ring, opened by finger, face or PIN. */
export async function askForNew({ db }: Ground, { personId, name }: { personId: string; name: string }, { origin }: Site, now: Instant) {
  const { generateRegistrationOptions } = await library();
  const known = await passkeysOf(db, personId);
  const publicKey = await generateRegistrationOptions({
    rpName: 'Cầu Nối',
    rpID: new URL(origin).hostname,
    userID: new Uint8Array(Buffer.from(personId)),
    userName: name,
    userDisplayName: name,
    attestationType: 'none',
    timeout: CHALLENGE_SECONDS * 1000,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    excludeCredentials: known.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
  });
  const key = await remember(db, { challenge: publicKey.challenge, use: 'create' }, personId, now);
  return { key, publicKey };
}

export type NewPasskey = Omit<StoredPasskey, 'id'>;

/** The passkey that a browser made for this person; undefined: not in answer to us, or without user verification. */
export async function readNew(
  { db }: Ground,
  given: { personId: string; key: string; response: RegistrationResponseJSON },
  site: Site,
  now: Instant,
): Promise<NewPasskey | undefined> {
  const { personId, key, response } = given;
  const asked = await recall(db, key, 'create', now);
  if (asked?.personId !== personId) return undefined;
  const { verifyRegistrationResponse } = await library();
  const expected = { expectedChallenge: asked.challenge, requireUserVerification: true, ...siteOf(site) };
  const read = await verifyRegistrationResponse({ response, ...expected }).catch(() => undefined);
  if (!read?.verified) return undefined;
  const { id, publicKey, counter, transports } = read.registrationInfo.credential;
  return { personId, credentialId: id, publicKey: Buffer.from(publicKey), counter, transports: transports ?? [] };
}

/** Asks a browser to show a passkey: any that the device has of ours, or, for somebody signed in, one of theirs. */
export async function askToShow({ db }: Ground, personId: string | undefined, { origin }: Site, now: Instant) {
  const { generateAuthenticationOptions } = await library();
  const known = personId ? await passkeysOf(db, personId) : [];
  const publicKey = await generateAuthenticationOptions({
    rpID: new URL(origin).hostname,
    timeout: CHALLENGE_SECONDS * 1000,
    userVerification: 'required',
    allowCredentials: known.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
  });
  const key = await remember(db, { challenge: publicKey.challenge, use: 'get' }, personId, now);
  return { key, publicKey };
}

/**
 * Whose passkey was shown in answer to us: with finger, face or PIN, so it counts as two factors. undefined: unknown,
 * of a closed account, not ours, or answered twice.
 */
export async function whoShowed(
  { db, config }: Ground,
  { key, response }: { key: string; response: AuthenticationResponseJSON },
  site: Site,
  now: Instant,
): Promise<{ personId: string; askedOf: string | null } | undefined> {
  const asked = await recall(db, key, 'get', now);
  const known = asked && (await findPasskey(db, response.id, config.mode !== 'production'));
  if (!known) return undefined;
  const { verifyAuthenticationResponse } = await library();
  const { credentialId: id, publicKey, counter } = known;
  const shown = await verifyAuthenticationResponse({
    response,
    expectedChallenge: asked.challenge,
    requireUserVerification: true,
    credential: { id, publicKey: new Uint8Array(publicKey), counter },
    ...siteOf(site),
  }).catch(() => undefined);
  if (!shown?.verified) return undefined;
  await notePasskeyUse(db, known.id, shown.authenticationInfo.newCounter, now);
  return { personId: known.personId, askedOf: asked.personId };
}
