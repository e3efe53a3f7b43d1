import { loadBodies } from '#modules/organisation/index.server.ts';
import { loadPlaces } from '#modules/places/index.server.ts';
import { findActs } from '#platform/audit/store.server.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import type { Day } from '#platform/clock.ts';
import { testRuntime, type TestRuntime } from '#platform/testing/runtime.ts';
import { operator, type Person, type Role } from '../rules/roles.ts';
import { personNamed } from '../store/person.server.ts';
import { grantRole } from './grant.server.ts';
import { createPerson } from './persons.server.ts';

/** Thành ủy > UBND thành phố > Sở Nông nghiệp và Môi trường, and a sibling of the last, of the sample bodies. */
export const TOP = 100;
export const MIDDLE = 200;
export const LOW = 210;

/** A day on which everything below happens, in working hours. */
export const NOW = new Date('2026-11-23T03:00:00Z');

export type Somebody = { personId: string; name: string; signInName: string; email: string };

export async function rolesRuntime(): Promise<TestRuntime> {
  const runtime = await testRuntime();
  await loadPlaces(runtime.db);
  await loadBodies(runtime.db);
  return runtime;
}

let count = 0;
export async function somebody(runtime: TestRuntime, name: string): Promise<Somebody> {
  count += 1;
  const signInName = `nguoi.${count}`;
  const email = `nguoi.${count}@vi-du.example`;
  const person = { name, signInName, email, password: 'Cau-Noi-mau-2026' };
  const made = await createPerson(runtime, person, { by: operator, now: NOW });
  if (!made.ok) throw new Error(JSON.stringify(made));
  return { personId: made.value.personId, name, signInName, email };
}

/** Gives a role as the operator does. @returns the id of the grant */
export async function charge(runtime: TestRuntime, to: Somebody, role: Role, bodyId: number, more: { validFrom?: Day; validTo?: Day } = {}): Promise<number> {
  const given = await grantRole(runtime, { personId: to.personId, role, bodyId, ...more }, { by: operator, now: NOW });
  if (!given.ok) throw new Error(JSON.stringify(given));
  return given.value.grantId;
}

/** Who somebody is at a request of that moment. */
export async function actor(runtime: TestRuntime, who: Somebody, now = NOW): Promise<Person> {
  const found = await personNamed(runtime.db, who.signInName, now);
  if (!found) throw new Error(`${who.signInName} has no open account`);
  return { kind: 'person', ...found };
}

/** An administrator of a body. */
export async function administrator(runtime: TestRuntime, name: string, bodyId: number): Promise<Somebody> {
  const person = await somebody(runtime, name);
  await charge(runtime, person, 'administrator', bodyId);
  return person;
}

/** Kinds of acts about something, oldest first. */
export async function actsAbout(runtime: TestRuntime, subject: string): Promise<string[]> {
  const found = await asSystem(runtime.db, 'test', (tx) => findActs(tx, { bodies: null, subject, limit: 100 }));
  return found.map(({ kind }) => kind).toReversed();
}
