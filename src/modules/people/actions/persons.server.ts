import { bodyAsOf, within } from '#modules/organisation/index.server.ts';
import { dayOf, type Day, type Instant } from '#platform/clock.ts';
import { fieldProblem, ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import type { NewGrant, NewPerson } from '../input/person.ts';
import { mayCreatePerson, mayGrant, mayResetPassword, type Actor, type Granter } from '../rules/roles.ts';
import { grantBody, insertGrant, markRevoked } from '../store/grant.server.ts';
import { insertPassword, insertPerson, replacePassword } from '../store/person.server.ts';
import { hashInTurn } from './password.server.ts';

type Ground = Pick<Runtime, 'db'>;
/** Who does it, and when. */
type Change = { by: Actor | Granter; now: Instant };

/**
 * Makes an account that can sign in with a password. Problems: `forbidden`, `signInName.taken`, `signIn.busy`
 * {seconds}.
 * @param person from `parseNewPerson`
 */
export async function createPerson(
  { db }: Ground,
  person: NewPerson,
  { by, now }: Change,
): Promise<Result<{ personId: string }>> {
  if (!mayCreatePerson(by)) return problem('forbidden');
  const { name, signInName, email } = person;
  const hashed = await hashInTurn(person.password);
  if (!hashed.ok) return hashed;
  const personId = await db.transaction().execute(async (tx) => {
    const id = await insertPerson(tx, { name, signInName, email }, now);
    if (id) await insertPassword(tx, id, hashed.value, now);
    return id;
  });
  return personId ? ok({ personId }) : fieldProblem('signInName', 'signInName.taken');
}

/**
 * Gives an account a new password, when the person has forgotten it; all its sessions end.
 * Problems: `forbidden`, `signInName.unknown`, `signIn.busy` {seconds}.
 */
export async function setPassword(
  { db }: Ground,
  { signInName, password }: { signInName: string; password: string },
  { by, now }: Change,
): Promise<Result<void>> {
  if (!mayResetPassword(by)) return problem('forbidden');
  const hashed = await hashInTurn(password);
  if (!hashed.ok) return hashed;
  const found = await db.transaction().execute((tx) => replacePassword(tx, signInName, hashed.value, now));
  return found ? ok(undefined) : fieldProblem('signInName', 'signInName.unknown');
}

/**
 * Charges a person with a role in a body and everything below it, from a day on (default: today).
 * Problems: `forbidden`, `body.unknown` (not a body of today), `grant.exists`.
 * @param grant from `parseNewGrant`
 */
export async function grantRole(
  { db }: Ground,
  grant: Omit<NewGrant, 'validFrom'> & { validFrom?: Day },
  { by, now }: Change,
): Promise<Result<{ grantId: number }>> {
  const today = dayOf(now);
  if (!mayGrant(by, grant.bodyId, await within(db, today))) return problem('forbidden');
  if (!(await bodyAsOf(db, grant.bodyId, today))) return fieldProblem('bodyId', 'body.unknown');
  const { personId, role, bodyId, validFrom = today, validTo } = grant;
  const grantId = await insertGrant(
    db,
    { personId, role, bodyId, validFrom, validTo, grantedBy: granterId(by) },
    now,
  );
  return grantId === undefined ? problem('grant.exists') : ok({ grantId });
}

/**
 * Takes a role away at once: the person's next request no longer has it. Problems: `grant.unknown`,
 * `forbidden`.
 */
export async function revokeRole(
  { db }: Ground,
  grantId: number,
  { by, now }: Change,
): Promise<Result<void>> {
  const bodyId = await grantBody(db, grantId);
  if (bodyId === undefined) return problem('grant.unknown');
  if (!mayGrant(by, bodyId, await within(db, dayOf(now)))) return problem('forbidden');
  return (await markRevoked(db, grantId, granterId(by), now)) ? ok(undefined) : problem('grant.unknown');
}

const granterId = (by: Granter): string | null => (by.kind === 'person' ? by.personId : null);
