import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadBodies } from '#modules/organisation/index.server.ts';
import { loadSample as loadPeople } from '#modules/people/index.server.ts';
import { loadPlaces } from '#modules/places/index.server.ts';
import { dayOf } from '#platform/clock.ts';
import { search } from '#platform/search/store.server.ts';
import { characters } from '#platform/text/normalise.ts';
import { testRuntime, type TestRuntime } from '#platform/testing/runtime.ts';
import { limits } from '../../rules/submission.ts';
import { states } from '../../rules/states.ts';
import { prepareSettings } from '../settings.server.ts';
import { loadSampleIdeas, sampleIdeas } from './load.server.ts';

const now = new Date('2026-11-23T09:00:00+07:00');
let runtime: TestRuntime;

async function provinceRuntime(env: NodeJS.ProcessEnv = {}): Promise<TestRuntime> {
  const made = await testRuntime(env);
  await loadPlaces(made.db);
  await loadBodies(made.db);
  await prepareSettings(made.db, dayOf(now));
  await loadPeople(made, now);
  return made;
}

const rowsOf = async <T>(query: ReturnType<typeof sql<T>>, { db } = runtime): Promise<T[]> => (await query.execute(db)).rows;

beforeAll(async () => {
  runtime = await provinceRuntime();
  await loadSampleIdeas(runtime, now);
}, 120_000);
afterAll(() => runtime.drop());

it('shows every state, with something overdue, escalated, extended, appealed, withdrawn and confirmed', async () => {
  const found = await rowsOf(sql<{ state: string }>`select distinct state from ideas.idea`);
  expect(found.map((row) => row.state).sort()).toEqual([...states].sort());
  const [has] = await rowsOf(sql<Record<string, boolean>>`select
    exists (select from ideas.step where kind = 'escalate') as escalated,
    exists (select from ideas.extension) as extended,
    exists (select from ideas.appeal where decided_at is null) as appealed,
    exists (select from ideas.appeal where granted) as reopened,
    exists (select from ideas.idea where withdrawn_at is not null) as withdrawn,
    exists (select from ideas.idea where cluster_id is not null) as clustered,
    exists (select from ideas.confirmation where done) as done,
    exists (select from ideas.confirmation where not done) as "notDone",
    exists (select from ideas.milestone where done_on is null and due_on > ${dayOf(now)}) as promised,
    exists (select from files.file) as pictures`);
  expect(Object.entries(has ?? {}).filter(([, there]) => !there)).toEqual([]);
});

it('is marked as sample, happened before now and in the order of time', async () => {
  const ideas = await rowsOf(sql<{ channel: string; at: Date }>`
    select channel, received_at as at from ideas.idea order by id`);
  expect(ideas).toHaveLength(sampleIdeas.length);
  expect(new Set(ideas.map((row) => row.channel))).toEqual(new Set(['sample']));
  const steps = await rowsOf(sql<{ at: Date }>`select at from ideas.step order by id`);
  const times = steps.map((row) => row.at.getTime());
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(times.at(-1)).toBeLessThan(now.getTime());
});

it('is found, proven, and written to nobody', async () => {
  const found = await search(runtime.db, { q: 'vo thuoc bao ve thuc vat', types: ['idea'], audience: ['public'], limit: 5 });
  expect(found.rows[0]?.title).toBe('Đặt bể chứa vỏ thuốc bảo vệ thực vật ở đầu rẫy');
  const [left] = await rowsOf(sql<Record<string, number>>`select
    (select count(*) from platform.event)::int as events, (select count(*) from mail.message)::int as mails,
    (select count(*) from ledger.pending)::int as "notInTheLedger"`);
  expect(left).toEqual({ events: 0, mails: 0, notInTheLedger: 0 });
});

it('loaded again changes nothing', async () => {
  const count = () => rowsOf(sql`select (select count(*) from ideas.step) as steps, (select count(*) from files.file) as files`);
  const before = await count();
  const codes = await loadSampleIdeas(runtime, new Date(now.getTime() + 86_400_000));
  expect(await count()).toEqual(before);
  expect(codes.join('\n')).toMatch(/[0-9A-Z]{4}-[0-9A-Z]{4}/);
});

it('goes on where it was interrupted, and ends as if it had not been', async () => {
  const other = await provinceRuntime();
  try {
    let left = 60;
    const breaking = { ...other, pageCache: { invalidate: () => { if (--left < 0) throw new Error('killed'); } } };
    await expect(loadSampleIdeas(breaking as never, now)).rejects.toThrow('killed');
    await loadSampleIdeas(other, new Date(now.getTime() + 3_600_000));
    // The numbers differ: PostgreSQL does not give a number twice.
    const steps = sql`select i.title, s.kind, s.at, s.to_state, s.body_id, s.text
      from ideas.step s join ideas.idea i on i.id = s.idea_id order by s.at, s.kind, i.title`;
    const ideas = sql`select title, supporters, answer_due, state from ideas.idea order by received_at, title`;
    expect(await rowsOf(steps, other)).toEqual(await rowsOf(steps));
    expect(await rowsOf(ideas, other)).toEqual(await rowsOf(ideas));
  } finally {
    await other.drop();
  }
}, 120_000);

it.each<[string, NodeJS.ProcessEnv]>([
  ['in production', { NODE_ENV: 'production', PUBLIC_ORIGIN: 'https://vi-du.example', SMTP_URL: 'smtp://localhost' }],
  ['with SAMPLE=none', { SAMPLE: 'none' }],
])('is not made %s', async (_, env) => {
  const { db, config } = runtime;
  const asked = { db, config: { ...config, mode: env.NODE_ENV ?? config.mode, sample: env.SAMPLE ?? config.sample } };
  expect(await loadSampleIdeas(asked as never, now)).toEqual([]);
});

it('is not poured into a system that people use', async () => {
  await sql`delete from ideas.setting where key = 'sample'`.execute(runtime.db);
  expect(await loadSampleIdeas(runtime, now)).toEqual([]);
});

it('keeps to what a person may send', () => {
  const long = sampleIdeas.filter(({ title, body }) => characters(title) > limits.title || characters(body) > limits.body);
  expect(long.map(({ key }) => key)).toEqual([]);
  expect(new Set(sampleIdeas.map(({ key }) => key)).size).toBe(sampleIdeas.length);
  const contacts = sampleIdeas.flatMap(({ author }) => [author?.email ?? 'a@vi-du.example', author?.phone ?? '0900 000 1']);
  expect(contacts.filter((contact) => !/@vi-du\.example$|^0900 000 /.test(contact))).toEqual([]);
});
