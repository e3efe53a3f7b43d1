import { randomInt } from 'node:crypto';
import { findBodyBySymbol } from '#modules/organisation/index.server.ts';
import type { Instant } from '#platform/clock.ts';
import { dayOf } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { fieldProblem, ok, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { isRole } from '../input.ts';
import { operator } from '../rules.ts';
import { createPerson, grantRole, setPassword } from './persons.server.ts';

/** `caunoi user create`: `role` and `body` (symbol or id) belong together; without `password` one is made and handed back. */
export type PersonArguments = {
  name: string;
  signInName: string;
  email?: string | undefined;
  password?: string | undefined;
  role?: string | undefined;
  body?: string | undefined;
};

/**
 * For the operator's command line.
 * @returns the id, and the password when it was made here: shown once, stored nowhere
 */
export async function createPersonFromCommandLine(
  runtime: Pick<Runtime, 'db'>,
  args: PersonArguments,
  now: Instant,
): Promise<Result<{ personId: string; madePassword?: string }>> {
  const charge = await findCharge(runtime.db, args, now);
  if (!charge.ok) return charge;
  const madePassword = args.password === undefined ? makePassword() : undefined;
  const person = {
    name: args.name,
    signInName: args.signInName,
    ...(args.email === undefined ? {} : { email: args.email }),
    password: args.password ?? madePassword,
  };
  const created = await createPerson(runtime, person, { by: operator, now });
  if (!created.ok) return created;
  const { personId } = created.value;
  if (charge.value) {
    const granted = await grantRole(runtime, { personId, ...charge.value }, { by: operator, now });
    if (!granted.ok) return granted;
  }
  return ok(madePassword === undefined ? { personId } : { personId, madePassword });
}

/** `caunoi user password`: a new password for somebody who forgot theirs; made here unless given. */
export async function newPasswordFromCommandLine(
  runtime: Pick<Runtime, 'db'>,
  args: { signInName: string; password?: string | undefined },
  now: Instant,
): Promise<Result<{ madePassword?: string }>> {
  const madePassword = args.password === undefined ? makePassword() : undefined;
  const password = args.password ?? madePassword ?? '';
  const changed = await setPassword(runtime, { signInName: args.signInName, password }, { by: operator, now });
  if (!changed.ok) return changed;
  return ok(madePassword === undefined ? {} : { madePassword });
}

async function findCharge(db: Db, { role, body }: PersonArguments, now: Instant) {
  if (role === undefined && body === undefined) return ok(undefined);
  if (role === undefined || !isRole(role)) return fieldProblem('role', 'role.unknown');
  const id = /^\d{1,9}$/.test(body ?? '') ? Number(body) : await findBodyBySymbol(db, body ?? '', dayOf(now));
  return id === undefined ? fieldProblem('body', 'body.unknown') : ok({ role, bodyId: id });
}

/** Without signs that look alike on paper (0 O, 1 l I). */
const SIGNS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Four groups of five: 99 bits, readable over the telephone. */
const makePassword = (): string =>
  Array.from({ length: 4 }, () => Array.from({ length: 5 }, () => SIGNS[randomInt(SIGNS.length)]).join('')).join('-');
