import { Secret, TOTP } from 'otpauth';
import type { Instant } from '#platform/clock.ts';

/** RFC 6238 as every authenticator app does it by default: SHA-1, six digits, 30 seconds. */
const SETTINGS = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
const generator = (secret: string, label = 'Cầu Nối') =>
  new TOTP({ ...SETTINGS, issuer: 'Cau Noi', label, secret: Secret.fromBase32(secret) });

/** 160 random bits in base 32 (RFC 4226 §4). */
export const newSecret = (): string => new Secret({ size: 20 }).base32;

/** What the QR code says. @param label whose it is, as the app shows it */
export const addressOf = (secret: string, label: string): string => generator(secret, label).toString();

export const codeAt = (secret: string, now: Instant): string => generator(secret).generate({ timestamp: now.getTime() });

/** The time step a code is right for, now or one step beside it (clocks differ); undefined: a wrong code. */
export function stepOf(secret: string, code: string, now: Instant): number | undefined {
  const timestamp = now.getTime();
  const delta = generator(secret).validate({ token: code, timestamp, window: 1 });
  return delta === null ? undefined : TOTP.counter({ period: SETTINGS.period, timestamp }) + delta;
}
