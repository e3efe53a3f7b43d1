import { loadBodies } from '#modules/organisation/index.server.ts';
import { createPerson, grantRole, operator, type Person, type Role } from '#modules/people/index.server.ts';
import { loadPlaces } from '#modules/places/index.server.ts';
import { dayOf } from '#platform/clock.ts';
import { testRuntime, type TestRuntime } from '#platform/testing/runtime.ts';
import { findIdea, listSteps, type IdeaRow, type StepRow } from '../store/idea.server.ts';
import { prepareSettings } from './settings.server.ts';
import { submitIdea } from './submit.server.ts';
import { submission } from './testing.ts';

/** A Monday morning in Viet Nam; 23/11/2026. */
export const NOW = new Date('2026-11-23T02:00:00Z');
export const later = (days: number): Date => new Date(NOW.getTime() + days * 86_400_000);

/** The reception (Ban Tuyên giáo và Dân vận) lies below Thành ủy, beside the agencies and above nobody. */
export const body = { top: 100, reception: 103, sibling: 104, city: 200, lead: 210, other: 212, third: 213 } as const;

let people = 0;
/** Somebody with roles; the ids look like those of the people module. */
export function somebody(...grants: [role: string, bodyId: number][]): Person {
  people += 1;
  return {
    kind: 'person',
    personId: `00000000-0000-4000-8000-${String(people).padStart(12, '0')}`,
    name: `Điểu Thị ${people}`,
    grants: grants.map(([role, bodyId]) => ({ role, bodyId }) as Person['grants'][number]),
  };
}

/** Somebody with an account and these roles on record: whom the database knows too, which guards addresses itself. */
export async function known(runtime: TestRuntime, ...grants: [role: Role, bodyId: number][]): Promise<Person> {
  const { name } = somebody();
  const signInName = `canbo.${people}`;
  const by = { by: operator, now: NOW };
  const created = await createPerson(runtime, { name, signInName, password: 'Cau-Noi-mau-2026' }, by);
  if (!created.ok) throw new Error(JSON.stringify(created));
  const { personId } = created.value;
  for (const [role, bodyId] of grants) {
    const granted = await grantRole(runtime, { personId, role, bodyId, validFrom: '2026-01-01' }, by);
    if (!granted.ok) throw new Error(JSON.stringify(granted));
  }
  return { kind: 'person', personId, name, grants: grants.map(([role, bodyId]) => ({ role, bodyId })) };
}

export async function deskRuntime(): Promise<TestRuntime> {
  const runtime = await testRuntime();
  await loadPlaces(runtime.db);
  await loadBodies(runtime.db);
  await prepareSettings(runtime.db, dayOf(NOW));
  return runtime;
}

let sent = 0;
type Sending = Parameters<typeof submission>[0] & { fileIds?: readonly string[] };

/** A received idea with its code. */
export async function sendIdea(
  runtime: TestRuntime,
  { fileIds = [], ...change }: Sending = {},
  now = NOW,
): Promise<{ id: number; code: string }> {
  sent += 1;
  const sending = {
    submission: submission({ title: `Lắp đèn ở ngã ba số ${sent}`, ...change }),
    fileIds,
    channel: 'web' as const,
    idempotencyKey: `desk test ${sent}`,
  };
  const result = await submitIdea(runtime, sending, now);
  if (!result.ok) throw new Error(JSON.stringify(result));
  return { id: result.value.id, code: result.value.trackingCode };
}

export const ideaOf = async ({ db }: TestRuntime, id: number): Promise<IdeaRow> =>
  (await findIdea(db, id)) as IdeaRow;

export const stepsOf = ({ db }: TestRuntime, id: number): Promise<StepRow[]> => listSteps(db, id);

/** Codes of what was refused; empty when it was done. */
export const codes = (result: { ok: boolean; problems?: { code: string }[] }): string[] =>
  result.ok ? [] : (result.problems ?? []).map((problem) => problem.code);
