import { randomInt } from 'node:crypto';
import type { Instant } from '#platform/clock.ts';
import { fieldProblem, ok, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { isRole } from '../input.ts';
import { operator } from '../rules.ts';
import { createPerson, grantRole } from './persons.server.ts';

/** `caunoi user create`: `role` and `body` belong together; without `password` one is made and handed back. */
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
 * @param bodyIdOf finds a body by what the operator wrote (symbol or id); undefined when there is none today
 * @returns the id, and the password when it was made here: shown once, stored nowhere
 */
export async function createPersonFromCommandLine(
  runtime: Pick<Runtime, 'db'>,
  args: PersonArguments,
  { now, bodyIdOf }: { now: Instant; bodyIdOf: (body: string) => number | undefined },
): Promise<Result<{ personId: string; madePassword?: string }>> {
  const charge = parseCharge(args, bodyIdOf);
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
    const granted = await grantRole(runtime, { personId, ...charge.value }, { by: operator, now, isWithin: () => true });
    if (!granted.ok) return granted;
  }
  return ok(madePassword === undefined ? { personId } : { personId, madePassword });
}

function parseCharge({ role, body }: PersonArguments, bodyIdOf: (body: string) => number | undefined) {
  if (role === undefined && body === undefined) return ok(undefined);
  if (role === undefined || !isRole(role)) return fieldProblem('role', 'role.unknown');
  const bodyId = body === undefined ? undefined : bodyIdOf(body);
  return bodyId === undefined ? fieldProblem('body', 'body.unknown') : ok({ role, bodyId });
}

/** Without signs that look alike on paper (0 O, 1 l I). */
const SIGNS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Four groups of five: 99 bits, readable over the telephone. */
const makePassword = (): string =>
  Array.from({ length: 4 }, () => Array.from({ length: 5 }, () => SIGNS[randomInt(SIGNS.length)]).join('')).join('-');
