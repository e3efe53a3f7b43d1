import { createPerson } from './persons.server.ts';
import type { Cookie } from './cookie.server.ts';
import { signIn } from './sign-in.server.ts';
import type { Ground } from './authentication.server.ts';
import { operator } from '../rules/roles.ts';

export const PASSWORD = 'Cau-Noi-mau-2026';

let count = 0;

/** A person of its own for each test, so that tests do not meet in counters. */
export async function newPerson(ground: Ground, name = 'Thị Hằng') {
  count += 1;
  const signInName = `canbo.${count}`;
  const email = `canbo.${count}@vi-du.example`;
  const person = { name, signInName, email, password: PASSWORD };
  const created = await createPerson(ground, person, { by: operator, now: new Date() });
  if (!created.ok) throw new Error(JSON.stringify(created));
  return { personId: created.value.personId, signInName, email };
}

/** Signs in with the right password, from an address of its own. */
export async function signedIn(ground: Ground, identifier: string, now = new Date()): Promise<Cookie[]> {
  const result = await signIn(ground, {
    identifier,
    password: PASSWORD,
    address: `10.1.${count % 200}.1`,
    now,
  });
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.value.cookies;
}

/** What a browser sends back. */
export const cookieHeader = (cookies: Cookie[]): string =>
  cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ');
