import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { readAppCode, readRecoveryCode } from '../rules/codes.ts';
import { RECOVERY_CODES } from '../rules/factors.ts';
import { replaceRecoveryCodes, totpSecretOf, useRecoveryCode, useTotpStep } from '../store/factor.server.ts';
import type { Ground } from './authentication.server.ts';
import { keyedHash, newRecoveryCode, unseal } from './secrets.server.ts';
import { stepOf } from './totp.server.ts';

/** Whose code it is; each counts once, so calling this uses it up. undefined: it is not (or no longer) right. */
export async function useCode(
  { db, config }: Ground,
  personId: string,
  typed: string,
  now: Instant,
): Promise<'totp' | 'recovery' | undefined> {
  const recovery = readRecoveryCode(typed);
  if (recovery) {
    const used = await useRecoveryCode(db, personId, hashOf(config, personId, recovery), now);
    return used ? 'recovery' : undefined;
  }
  const code = readAppCode(typed);
  const sealed = code && (await totpSecretOf(db, personId));
  const secret = sealed && unseal(config, sealed, personId);
  const step = secret ? stepOf(secret, code, now) : undefined;
  return step !== undefined && (await useTotpStep(db, personId, step)) ? 'totp' : undefined;
}

/** New recovery codes in place of the old ones. @returns them, to be shown once: only hashes are kept */
export async function makeRecoveryCodes(tx: Db, config: Ground['config'], personId: string, now: Instant): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
  const hashes = codes.map((code) => hashOf(config, personId, readRecoveryCode(code) ?? code));
  await replaceRecoveryCodes(tx, personId, hashes, now);
  return codes;
}

const hashOf = (config: Ground['config'], personId: string, code: string): Buffer =>
  keyedHash(config, 'recovery', `${personId} ${code}`);
