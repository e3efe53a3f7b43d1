/** A ward with three branches, two administrators above it, members, a role and an idea. */
import { createPerson, grantRole, operator, type Person, type Role } from '#modules/people/index.server.ts';
import { loadPlaces } from '#modules/places/index.server.ts';
import { registerManifests, type Manifest } from '#platform/manifest.ts';
import type { Result } from '#platform/result.ts';
import { testRuntime, type TestRuntime } from '#platform/testing/runtime.ts';
import { loadManifests } from '#src/manifests.ts';
import type { Step } from '../rules/plan.ts';
import { bodiesWritten, enterBodies, loadBodies } from './bodies.server.ts';
import { changeDraft, beginReorganisation, type Officer } from './reorganise.server.ts';

export const NOW = new Date('2026-11-23T02:00:00Z');
export const TODAY = '2026-11-23';
/** Đảng ủy phường Đồng Xoài, and another ward's. */
export const WARD = 2_225_210;
export const OTHER_WARD = 2_225_363;

export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
}
export const codeOf = (result: Result<unknown>): string => (result.ok ? 'ok' : (result.problems[0]?.code ?? ''));

let people = 0;
export async function somebody(runtime: TestRuntime, role: Role, bodyId: number): Promise<Officer & { actor: Person }> {
  people += 1;
  const name = `Điểu Minh ${people}`;
  const person = { name, signInName: `sapxep.${people}`, email: `sapxep.${people}@vi-du.example`, password: 'Cau-Noi-mau-2026' };
  const { personId } = must(await createPerson(runtime, person, { by: operator, now: NOW }));
  must(await grantRole(runtime, { personId, role, bodyId, validFrom: '2026-01-01' }, { by: operator, now: NOW }));
  return { actor: { kind: 'person', personId, name, grants: [{ role, bodyId }], provenAt: NOW } as Person, now: NOW };
}

export type Reorganising = TestRuntime & {
  manifests: Manifest[];
  branches: [number, number, number];
  first: Officer & { actor: Person };
  second: Officer & { actor: Person };
  foreign: Officer & { actor: Person };
};

export async function reorganisingRuntime(): Promise<Reorganising> {
  const runtime = await testRuntime();
  const manifests = await loadManifests();
  registerManifests(manifests);
  await loadPlaces(runtime.db);
  await loadBodies(runtime.db);
  const entries = [1, 2, 3].map((n) => ({
    symbol: `SX-${n}`, name: `Chi bộ sắp xếp ${n}`, kind: 'chi bộ', parent: { id: WARD }, from: '2025-07-01', basis: 'mẫu',
  }));
  const ids = await runtime.db.transaction().execute((tx) => enterBodies(tx, entries));
  bodiesWritten(runtime.db);
  const [first, second] = [await somebody(runtime, 'administrator', WARD), await somebody(runtime, 'administrator', 100)];
  const foreign = await somebody(runtime, 'administrator', OTHER_WARD);
  return Object.assign(runtime, { manifests, branches: ids as [number, number, number], first, second, foreign });
}

/** A draft with these steps. */
export async function draft(runtime: Reorganising, on: string, steps: Step[], by = runtime.first): Promise<number> {
  const heading = { title: 'Hợp nhất chi bộ', on, basis: { text: 'Quyết định của Đảng ủy phường', symbol: '12-QĐ/ĐU' } };
  const id = must(await beginReorganisation(runtime, heading, by));
  must(await changeDraft(runtime, id, (it) => ({ ok: true, value: { ...it, steps } }), by));
  return id;
}
