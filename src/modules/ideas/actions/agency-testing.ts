import { createHash } from 'node:crypto';
import { loadBodies } from '#modules/organisation/index.server.ts';
import type { Person } from '#modules/people/index.server.ts';
import { loadPlaces } from '#modules/places/index.server.ts';
import { addDays, dayOf, type Day } from '#platform/clock.ts';
import { testRuntime, type TestRuntime } from '#platform/testing/runtime.ts';
import { acceptIdea, routeIdea } from './moderate.server.ts';
import { prepareSettings } from './settings.server.ts';
import { submitIdea } from './submit.server.ts';

/** Bodies of the sample: reception below Thành ủy, two departments below the city's committee. */
export const bodies = { top: 100, reception: 103, city: 200, lead: 210, other: 212 } as const;
/** A Monday morning in Viet Nam. */
export const NOW = new Date('2026-11-23T02:00:00Z');
export const on = (day: Day, hour = 9): Date => new Date(`${day}T${String(hour).padStart(2, '0')}:00:00+07:00`);

/** The same name is always the same person; ids are uuids, as the people module gives them out. */
export const idOf = (name: string): string => {
  const hex = createHash('sha256').update(name).digest('hex');
  return [8, 12, 16, 20, 32].map((end, at, ends) => hex.slice(ends[at - 1] ?? 0, end)).join('-');
};
export const person = (name: string, ...grants: [role: string, bodyId: number][]): Person => ({
  kind: 'person',
  personId: idOf(name),
  name: `Nguyễn Thị ${name}`,
  grants: grants.map(([role, bodyId]) => ({ role, bodyId }) as Person['grants'][number]),
});

export type People = Record<'officer' | 'writer' | 'colleague' | 'leader' | 'deputy' | 'stranger' | 'cooperating', Person>;

export type Agency = { runtime: TestRuntime; people: People; lead: number; other: number; reception: number };

/** A runtime with the sample's bodies and somebody for each role. */
export async function agencyRuntime(env: NodeJS.ProcessEnv = {}): Promise<Agency> {
  const runtime = await testRuntime(env);
  await loadPlaces(runtime.db);
  await loadBodies(runtime.db);
  await prepareSettings(runtime.db, dayOf(NOW));
  const { lead, other, reception } = bodies;
  const people: People = {
    officer: person('officer', ['officer', bodies.top]),
    writer: person('writer', ['answerer', lead]),
    colleague: person('colleague', ['answerer', lead]),
    leader: person('leader', ['reviewer', lead]),
    deputy: person('deputy', ['reviewer', lead]),
    stranger: person('stranger', ['answerer', other], ['reviewer', other]),
    cooperating: person('cooperating', ['answerer', bodies.other]),
  };
  return { runtime, people, lead, other, reception };
}

let sent = 0;

/** A received idea. */
export const receivedIdea = async (agency: Agency, now = NOW): Promise<number> => (await sentIdea(agency, now)).id;

export async function sentIdea({ runtime }: Agency, now = NOW): Promise<{ id: number; code: string }> {
  sent += 1;
  const submission = {
    title: `Đèn đường cho ấp số ${sent}`,
    body: 'Đề xuất lắp đèn năng lượng mặt trời trên đoạn đường tối trước trường học.',
    field: 'roads',
    place: null,
    language: 'vi' as const,
    contact: { name: null, email: null, phone: null },
    consents: { contact: false, name: false },
  };
  const result = await submitIdea(
    runtime,
    { submission, fileIds: [], channel: 'web', idempotencyKey: `agency test ${sent}` },
    now,
  );
  if (!result.ok) throw new Error(JSON.stringify(result));
  return { id: result.value.id, code: result.value.trackingCode };
}

/** An idea that the lead body has to answer, 30 days after `now`. */
export async function routedIdea(agency: Agency, now = NOW, cooperating: number[] = []): Promise<number> {
  const id = await receivedIdea(agency, now);
  await route(agency, id, now, cooperating);
  return id;
}

export async function route({ runtime, people, lead }: Agency, id: number, now = NOW, cooperating: number[] = []) {
  const officer = { actor: people.officer, now };
  const accepted = await acceptIdea(runtime, id, officer);
  const routing = { lead, cooperating, due: null, note: null };
  const routed = await routeIdea(runtime, id, routing, officer);
  if (!accepted.ok || !routed.ok) throw new Error(JSON.stringify([accepted, routed]));
}

export const answerInput = (change: object = {}, now = NOW) => ({
  outcome: 'adopted' as const,
  text: 'Sở đã khảo sát và sẽ lắp 20 bộ đèn năng lượng mặt trời trên đoạn đường này.',
  milestones: [{ title: 'Lắp đèn giai đoạn 1', due: addDays(dayOf(now), 30) }],
  ...change,
});
