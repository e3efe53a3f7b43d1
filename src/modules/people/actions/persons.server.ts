import { bodyAsOf, within } from '#modules/organisation/index.server.ts';
import type { Instant } from '#platform/clock.ts';
import { dayOf } from '#platform/clock.ts';
import { fieldProblem, ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { parseNewGrant, parseNewPerson, parsePassword, type NewGrant } from '../input.ts';
import { mayCreatePerson, mayGrant, type Actor, type Granter } from '../rules.ts';
import { grantBody, insertGrant, insertPassword, insertPerson, markRevoked, replacePassword } from '../store.server.ts';
import { busy, hashing, hashPassword } from './password.server.ts';

/** Who does it, and when. */
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
  const hashed = await hashInTurn(password);
  if (!hashed.ok) return hashed;
  const personId = await db.transaction().execute(async (tx) => {
    const id = await insertPerson(tx, row, now);
    if (id) await insertPassword(tx, id, hashed.value, now);
    return id;
  });
  return personId ? ok({ personId }) : fieldProblem('signInName', 'signInName.taken');
}

/**
 * Gives an account a new password, when the person has forgotten it; all its sessions end.
 * Only for the operator yet. Problems: `forbidden`, `signInName.unknown`, `signIn.busy`, those of `parsePassword`.
 */
export async function setPassword(
  { db }: Pick<Runtime, 'db'>,
  { signInName, password }: { signInName: string; password: string },
  { by, now }: Change,
): Promise<Result<void>> {
  if (by.kind !== 'operator') return problem('forbidden');
  const parsed = parsePassword(password);
  if (!parsed.ok) return parsed;
  const hashed = await hashInTurn(parsed.value);
  if (!hashed.ok) return hashed;
  const name = signInName.trim().toLowerCase();
  const found = await db.transaction().execute((tx) => replacePassword(tx, name, hashed.value, now));
  return found ? ok(undefined) : fieldProblem('signInName', 'signInName.unknown');
}

/**
 * Charges a person with a role in a body and everything below it, from a day on (default: today).
 * Problems: `forbidden`, `body.unknown` (not a body of today), `grant.exists`, and those of `parseNewGrant`.
 */
export async function grantRole(
  { db }: Pick<Runtime, 'db'>,
  grant: Omit<NewGrant, 'validFrom'> & { validFrom?: string },
  { by, now }: Change,
): Promise<Result<{ grantId: number }>> {
  const today = dayOf(now);
  const parsed = parseNewGrant({ validFrom: today, ...grant });
  if (!parsed.ok) return parsed;
  if (!mayGrant(by, parsed.value.bodyId, await within(db, today))) return problem('forbidden');
  if (!(await bodyAsOf(db, parsed.value.bodyId, today))) return fieldProblem('bodyId', 'body.unknown');
  const grantId = await insertGrant(db, { ...parsed.value, grantedBy: granterId(by) }, now);
  return grantId === undefined ? problem('grant.exists') : ok({ grantId });
}

/** Takes a role away at once: the person's next request no longer has it. Problems: `grant.unknown`, `forbidden`. */
export async function revokeRole(
  { db }: Pick<Runtime, 'db'>,
  grantId: number,
  { by, now }: Change,
): Promise<Result<void>> {
  const bodyId = await grantBody(db, grantId);
  if (bodyId === undefined) return problem('grant.unknown');
  if (!mayGrant(by, bodyId, await within(db, dayOf(now)))) return problem('forbidden');
  return (await markRevoked(db, grantId, granterId(by), now)) ? ok(undefined) : problem('grant.unknown');
}

async function hashInTurn(password: string): Promise<Result<string>> {
  const hashed = await hashing.run(() => hashPassword(password));
  return hashed.ok ? hashed : busy(hashed);
}

const granterId = (by: Granter): string | null => (by.kind === 'person' ? by.personId : null);
