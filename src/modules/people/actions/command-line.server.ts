import { randomInt } from 'node:crypto';
import { bodyAsOf, findBodyBySymbol } from '#modules/organisation/index.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { fieldProblem, ok, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import type { PasswordArguments, PersonArguments } from '../input/person.ts';
import { operator, type Role } from '../rules/roles.ts';
import { grantRole } from './grant.server.ts';
import { createPerson, setPassword } from './persons.server.ts';

/** A password made here is shown once and stored nowhere; absent when the operator gave one. */
type Made = { madePassword?: string };

/**
 * `caunoi user create`: an account, and a role when one is given with its body.
 * Problems: those of `createPerson` and `grantRole`, `role.unknown`, `body.unknown`.
 * @param given from `parsePersonArguments`
 */
export async function createPersonFromCommandLine(
  runtime: Pick<Runtime, 'db' | 'config'>,
  given: PersonArguments,
  now: Instant,
): Promise<Result<{ personId: string } & Made>> {
  const { role, body, ...person } = given;
  const charge = await findCharge(runtime.db, { role, body }, now);
  if (!charge.ok) return charge;
  const { password, ...made } = choosePassword(given.password);
  const created = await createPerson(runtime, { ...person, password }, { by: operator, now });
  if (!created.ok) return created;
  const { personId } = created.value;
  if (charge.value) {
    const granted = await grantRole(runtime, { personId, ...charge.value }, { by: operator, now });
    if (!granted.ok) return granted;
  }
  return ok({ personId, ...made });
}

/** `caunoi user password`: a new one for somebody who forgot theirs. Problems: those of `setPassword`. */
export async function newPasswordFromCommandLine(
  runtime: Pick<Runtime, 'db'>,
  given: PasswordArguments,
  now: Instant,
): Promise<Result<Made>> {
  const { password, ...made } = choosePassword(given.password);
  const changed = await setPassword(
    runtime,
    { signInName: given.signInName, password },
    { by: operator, now },
  );
  return changed.ok ? ok(made) : changed;
}

async function findCharge(
  db: Db,
  { role, body }: { role?: Role | undefined; body?: string | undefined },
  now: Instant,
) {
  if (role === undefined && body === undefined) return ok(undefined);
  if (role === undefined) return fieldProblem('role', 'role.unknown');
  const today = dayOf(now);
  const id = /^\d{1,9}$/.test(body ?? '') ? Number(body) : await findBodyBySymbol(db, body ?? '', today);
  const known = id !== undefined && (await bodyAsOf(db, id, today));
  return known ? ok({ role, bodyId: id }) : fieldProblem('body', 'body.unknown');
}

/** Without signs that look alike on paper (0 O, 1 l I). */
const SIGNS = 'abcdefghjkmnpqrstuvwxyz23456789';

function choosePassword(given: string | undefined): { password: string } & Made {
  if (given !== undefined) return { password: given };
  // Four groups of five: 99 bits, readable over the telephone.
  const group = () => Array.from({ length: 5 }, () => SIGNS[randomInt(SIGNS.length)]).join('');
  const password = Array.from({ length: 4 }, group).join('-');
  return { password, madePassword: password };
}
