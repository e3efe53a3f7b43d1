/** A part of the sample province with a member who has an account, and officers around them. */
import type { RawBuilder } from 'kysely';
import { bodiesWritten, enterBodies, loadBodies } from '#modules/organisation/index.server.ts';
import { createPerson, grantRole, operator, type Person, type Role } from '#modules/people/index.server.ts';
import { loadPlaces } from '#modules/places/index.server.ts';
import type { Db } from '#platform/database/client.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import type { Result } from '#platform/result.ts';
import { testRuntime, type TestRuntime } from '#platform/testing/runtime.ts';
import type { Own } from './consent.server.ts';

/** Monday 23/11/2026, 09:00 in Viet Nam. */
export const NOW = new Date('2026-11-23T02:00:00Z');
export const later = (days: number): Date => new Date(NOW.getTime() + days * 86_400_000);
export const TOP = 100;
export const WARD = 2_225_210;
export const OTHER_WARD = 2_225_363;

export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
}
export const codes = (result: Result<unknown>): string[] => (result.ok ? [] : result.problems.map(({ code }) => code));

let count = 0;
type Wanted = { name?: string; email?: string; roles?: [Role, number][] };

/** Somebody with an account. */
export async function account(runtime: TestRuntime, { name = 'Thị Ngọc Ánh', email, roles = [] }: Wanted = {}): Promise<Person> {
  count += 1;
  const draft = { name, signInName: `nguoi.${count}`, password: 'Cau-Noi-mau-2026', ...(email ? { email } : {}) };
  const { personId } = must(await createPerson(runtime, draft, { by: operator, now: NOW }));
  for (const [role, bodyId] of roles) {
    must(await grantRole(runtime, { personId, role, bodyId, validFrom: '2026-01-01' }, { by: operator, now: NOW }));
  }
  return { kind: 'person', personId, name, grants: roles.map(([role, bodyId]) => ({ role, bodyId })) };
}

export type Place = TestRuntime & { branch: number };

export async function privacyRuntime(): Promise<Place> {
  const runtime = await testRuntime();
  await loadPlaces(runtime.db);
  await loadBodies(runtime.db);
  const [branch] = await runtime.db.transaction().execute((tx) =>
    enterBodies(tx, [{ symbol: 'CB-01', name: 'Chi bộ khu phố 1', kind: 'chi bộ', parent: { id: WARD }, from: '2025-07-01', basis: 'mẫu' }]));
  bodiesWritten(runtime.db);
  return Object.assign(runtime, { branch: branch! });
}

export const own = (actor: Person, now = NOW): Own => ({ actor, now, language: 'vi' });

/** Rows of a query, whoever may see them. */
export const peek = <T>(db: Db, query: RawBuilder<T>): Promise<T[]> =>
  asSystem(db, 'test', async (tx) => (await query.execute(tx)).rows);
