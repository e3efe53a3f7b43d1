import type { Instant } from '#platform/clock.ts';
import { dayOf } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { fieldProblem, ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { parseNewGrant, parseNewPerson, type NewGrant } from '../input.ts';
import { mayCreatePerson, mayGrant, type Actor, type Granter, type IsWithin } from '../rules.ts';
import { grantBody, insertGrant, insertPassword, insertPerson, markRevoked } from '../store.server.ts';
import { hashing, hashPassword } from './password.server.ts';

type Change = { by: Actor | Granter; now: Instant };

/**
 * Makes an account that can sign in with a password.
 * @param person `NewPerson` as it came in: one more field than named there refuses the whole
 * Problems: `forbidden`, `signInName.taken`, `signIn.busy` {seconds}, and those of `parseNewPerson`.
 */
export async function createPerson(
  { db }: Pick<Runtime, 'db'>,
  person: unknown,
  { by, now }: Change,
): Promise<Result<{ personId: string }>> {
  if (!mayCreatePerson(by)) return problem('forbidden');
  const parsed = parseNewPerson(person);
  if (!parsed.ok) return parsed;
  const { password, ...row } = parsed.value;
  const hashed = await hashing.run(() => hashPassword(password));
  if (!hashed.ok) return problem('signIn.busy', { seconds: Number(hashed.problems[0]?.values?.retryAfter ?? 5) });
  const personId = await db.transaction().execute(async (tx) => {
    const id = await insertPerson(tx, row, now);
    if (id) await insertPassword(tx, id, hashed.value, now);
    return id;
  });
  return personId ? ok({ personId }) : fieldProblem('signInName', 'signInName.taken');
}

/**
 * Charges a person with a role in a body and everything below it, from a day on (default: today).
 * Problems: `forbidden`, `grant.exists`, and those of `parseNewGrant`.
 */
export async function grantRole(
  { db }: { db: Db },
  grant: Omit<NewGrant, 'validFrom'> & { validFrom?: string },
  { by, now, isWithin }: Change & { isWithin: IsWithin },
): Promise<Result<{ grantId: number }>> {
  const parsed = parseNewGrant({ validFrom: dayOf(now), ...grant });
  if (!parsed.ok) return parsed;
  if (!mayGrant(by, parsed.value.bodyId, isWithin)) return problem('forbidden');
  const grantId = await insertGrant(db, { ...parsed.value, grantedBy: granterId(by) }, now);
  return grantId === undefined ? problem('grant.exists') : ok({ grantId });
}

/** Takes a role away at once: the person's next request no longer has it. Problems: `grant.unknown`, `forbidden`. */
export async function revokeRole(
  { db }: { db: Db },
  grantId: number,
  { by, now, isWithin }: Change & { isWithin: IsWithin },
): Promise<Result<void>> {
  const bodyId = await grantBody(db, grantId);
  if (bodyId === undefined) return problem('grant.unknown');
  if (!mayGrant(by, bodyId, isWithin)) return problem('forbidden');
  return (await markRevoked(db, grantId, granterId(by), now)) ? ok(undefined) : problem('grant.unknown');
}

const granterId = (by: Granter): string | null => (by.kind === 'person' ? by.personId : null);
