import type { Instant } from '#platform/clock.ts';
import { audit } from '#platform/audit/audit.server.ts';
import { fieldProblem, ok, problem, type Result } from '#platform/result.ts';
import { mayResetPassword, type Granter } from '../rules/roles.ts';
import { clearFactors } from '../store/factor.server.ts';
import { personNamed } from '../store/person.server.ts';
import type { Ground } from './authentication.server.ts';
import { tellOfFactor } from './tell-factor.server.ts';

/**
 * For somebody who lost telephone, passkeys and recovery codes: all of them go, and every session ends. Roles count again
 * when a new factor is set up, for which the password is needed. Problems: `forbidden`, `signInName.unknown`.
 */
export async function removeFactors(
  { db, config }: Ground,
  signInName: string,
  { by, now }: { by: Granter; now: Instant },
): Promise<Result<void>> {
  if (!mayResetPassword(by)) return problem('forbidden');
  const person = await personNamed(db, signInName, now);
  if (!person) return fieldProblem('signInName', 'signInName.unknown');
  const { personId } = person;
  await db.transaction().execute(async (tx) => {
    await clearFactors(tx, personId);
    await audit(tx, { kind: 'people.factors.cleared', by: undefined, bodyId: null, subject: `person:${personId}`, now });
    await tellOfFactor(tx, { config, personId, act: 'factors.cleared', now });
  });
  return ok(undefined);
}
