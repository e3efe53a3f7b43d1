import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes, randomInt } from 'node:crypto';
import type { Config } from '#platform/config.server.ts';

type Secret = Pick<Config, 'secret'>;

/** A key of its own for each purpose, so that nothing made for one opens another. */
const keyFor = ({ secret }: Secret, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', `caunoi people ${purpose}`, 32));

const IV = 12;
const TAG = 16;

/** AES-256-GCM: iv, tag, text. @param whose bound to it, so that a row copied to another person does not open */
export function seal(config: Secret, text: string, whose: string): Buffer {
  const iv = randomBytes(IV);
  const cipher = createCipheriv('aes-256-gcm', keyFor(config, 'totp'), iv).setAAD(Buffer.from(whose));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
}

/** What was sealed; undefined when the secret of the installation, the person or a bit is another. */
export function unseal(config: Secret, sealed: Buffer, whose: string): string | undefined {
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyFor(config, 'totp'), sealed.subarray(0, IV));
    decipher.setAAD(Buffer.from(whose)).setAuthTag(sealed.subarray(IV, IV + TAG));
    return Buffer.concat([decipher.update(sealed.subarray(IV + TAG)), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}

/** Under a key of the installation: whoever has only the database cannot try values out. */
export const keyedHash = (config: Secret, purpose: string, value: string): Buffer =>
  createHmac('sha256', keyFor(config, purpose)).update(value).digest();

/** A key of something begun: 256 random bits; the database has only its hash. */
export const newKey = (): string => randomBytes(32).toString('base64url');
export const hashOfKey = (key: string): Buffer => createHash('sha256').update(key).digest();

/** Crockford's alphabet in lower case: no i, l, o, u. */
const SIGNS = '0123456789abcdefghjkmnpqrstvwxyz';
/** A recovery code: three groups of four, 60 bits. */
export const newRecoveryCode = (): string =>
  Array.from({ length: 3 }, () => Array.from({ length: 4 }, () => SIGNS[randomInt(SIGNS.length)]).join('')).join('-');
