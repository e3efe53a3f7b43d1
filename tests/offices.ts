/** Two offices of the sample's tree and invented people who hold a role in one of them, on a database of their own. */
import { findBodyBySymbol, loadBodies } from '#modules/organisation/index.server.ts';
import type { Person, Role } from '#modules/people/index.server.ts';
import { loadPlaces } from '#modules/places/index.server.ts';
import { testRuntime } from '#platform/testing/runtime.ts';

export const today = '2026-11-23';
export const now = new Date(`${today}T03:00:00Z`);
/** Of an invented person, 0 to 9. */
export const personId = (n: number): string => `7c1f3a10-0000-4000-8000-00000000000${n}`;

/** Whoever opens them drops the runtime. */
export async function openOffices() {
  const runtime = await testRuntime();
  await loadPlaces(runtime.db);
  await loadBodies(runtime.db);
  const body = (await findBodyBySymbol(runtime.db, 'BTGDVTU', today))!;
  const other = (await findBodyBySymbol(runtime.db, 'SXD', today))!;
  const person = (n: number, role: Role, bodyId = body) => ({
    actor: { kind: 'person', personId: personId(n), name: `Người mẫu ${n}`, grants: [{ role, bodyId }] } as Person,
    now,
  });
  return { runtime, body, other, person, editor: () => person(1, 'editor'), reviewer: () => person(2, 'reviewer') };
}
