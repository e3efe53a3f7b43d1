import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import type { Instant } from '#platform/clock.ts';

/**
 * The code travels in no address: between typing it and reading the page it is held in a short-lived cookie of the
 * author's own browser. It is sealed, so that whoever copies the cookie gets two hours and never the code itself.
 */
export const TRACK_COOKIE = 'track';
export const TRACK_SECONDS = 2 * 3_600;

/** `opened`: the code was looked up before, so that reading on does not count as another try. */
export type Held = { code: string; opened: boolean };

const IV_BYTES = 12;
const TAG_BYTES = 16;
const keyOf = (secret: string) => createHmac('sha256', secret).update('ideas.track cookie').digest();

export function sealCode(secret: string, held: Held, now: Instant): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret), iv);
  const until = now.getTime() + TRACK_SECONDS * 1000;
  const sealed = Buffer.concat([cipher.update(JSON.stringify({ ...held, until }), 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** Undefined for no cookie, an old one, and one that was not sealed here. */
export function openSeal(secret: string, cookie: string | undefined, now: Instant): Held | undefined {
  const bytes = Buffer.from(cookie ?? '', 'base64url');
  if (bytes.length <= IV_BYTES + TAG_BYTES || bytes.length > 1_000) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', keyOf(secret), bytes.subarray(0, IV_BYTES));
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  try {
    const text = decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
    const { code, opened, until } = JSON.parse(text) as Held & { until: number };
    return until > now.getTime() ? { code, opened } : undefined;
  } catch {
    return undefined;
  }
}
