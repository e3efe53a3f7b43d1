import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { z } from 'zod';
import type { Result } from '#platform/result.ts';
import { normaliseLine } from '#platform/text/normalise.ts';
import { parse } from './parse.ts';

/** base64url of at most some kilobytes: an attestation with its certificates is the longest. */
const bytes = z.string('passkey.form').max(20_000, 'passkey.form').regex(/^[\w-]*$/, 'passkey.form');
const id = bytes.min(1, 'passkey.form').max(1_400, 'passkey.form');
const credential = { id, rawId: id, type: z.literal('public-key', 'passkey.form') };

/** What `enhance/passkey.ts` sends of a `PublicKeyCredential`; extensions are not asked for, so none are read. */
const created = z.strictObject({
  ...credential,
  response: z.strictObject({
    clientDataJSON: bytes,
    attestationObject: bytes,
    transports: z.array(z.string('passkey.form').max(20, 'passkey.form')).max(10, 'passkey.form'),
  }),
});
const shown = z.strictObject({
  ...credential,
  response: z.strictObject({
    clientDataJSON: bytes,
    authenticatorData: bytes,
    signature: bytes,
    userHandle: bytes.nullable(),
  }),
});

const key = z.string('passkey.form').regex(/^[\w-]{43}$/, 'passkey.form');
const next = z.string('passkey.form').max(2_000, 'passkey.form').optional();

const signInAnswer = z.union([z.strictObject({}), z.strictObject({ key, response: shown, next })], 'passkey.form');
export type PasskeySignIn = { key: string; response: AuthenticationResponseJSON; next?: string | undefined };

const name = z.string('passkey.form').max(400, 'passkey.form').optional();
const ownAnswer = z.union(
  [
    z.strictObject({ use: z.enum(['create', 'get']), name }),
    z.strictObject({ use: z.literal('create'), key, response: created, name }),
    z.strictObject({ use: z.literal('get'), key, response: shown, next }),
  ],
  'passkey.form',
);
export type OwnPasskey =
  | { use: 'create' | 'get' }
  | { use: 'create'; key: string; response: RegistrationResponseJSON; name?: string | undefined }
  | { use: 'get'; key: string; response: AuthenticationResponseJSON; next?: string | undefined };

/** The two requests of a sign-in by passkey: `{}` asks for a challenge, the other answers it. */
export const parsePasskeySignIn = (value: unknown): Result<PasskeySignIn | { key?: undefined }> =>
  parse(signInAnswer as z.ZodType<PasskeySignIn | { key?: undefined }>, value);
/** The same for somebody signed in: a new passkey, or one shown as a proof. */
export const parseOwnPasskey = (value: unknown): Result<OwnPasskey> => parse(ownAnswer as unknown as z.ZodType<OwnPasskey>, value);

/** What the person calls a passkey, in one line; '' when there is nothing to read. */
export const readPasskeyName = (typed: string): string => normaliseLine(typed.slice(0, 500));
