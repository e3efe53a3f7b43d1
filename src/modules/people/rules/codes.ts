/** What people type from their phone or from paper, as it is compared. */

const MAX_TYPED = 200;

/** Six digits of an authenticator app, however they were spaced; undefined: not a code of an app. */
export function readAppCode(typed: string): string | undefined {
  const digits = typed.slice(0, MAX_TYPED).normalize('NFKC').replace(/[\s.-]/g, '');
  return /^\d{6}$/.test(digits) ? digits : undefined;
}

/** A recovery code in the one form that is hashed; undefined: not a recovery code. Signs that look alike are one. */
export function readRecoveryCode(typed: string): string | undefined {
  const plain = typed.slice(0, MAX_TYPED).normalize('NFKC').toLowerCase().replace(/[\s.-]/g, '');
  const code = plain.replace(/[il]/g, '1').replace(/o/g, '0');
  return /^[0-9a-hjkmnp-tv-z]{12}$/.test(code) ? code : undefined;
}
