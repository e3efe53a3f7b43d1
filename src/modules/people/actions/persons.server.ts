import { audit } from '#platform/audit/audit.server.ts';
import { fieldProblem, ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import type { NewPerson } from '../input/person.ts';
import { mayCreatePerson, mayResetPassword } from '../rules/roles.ts';
import { insertPassword, insertPerson, replacePassword } from '../store/person.server.ts';
import { authorOf, type Change } from './grant.server.ts';
import { hashInTurn } from './password.server.ts';

type Ground = Pick<Runtime, 'db'>;

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
    if (!id) return undefined;
    await insertPassword(tx, id, hashed.value, now);
    await audit(tx, { kind: 'people.account', by: authorOf(by), bodyId: null, subject: `person:${id}`, now });
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
  const found = await db.transaction().execute(async (tx) => {
    const id = await replacePassword(tx, signInName, hashed.value, now);
    if (id) await audit(tx, { kind: 'people.password', by: authorOf(by), bodyId: null, subject: `person:${id}`, now });
    return id;
  });
  return found ? ok(undefined) : fieldProblem('signInName', 'signInName.unknown');
}
