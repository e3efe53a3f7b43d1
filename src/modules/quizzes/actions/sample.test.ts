import { afterAll, beforeAll, expect, it } from 'vitest';
import { sql } from 'kysely';
import { manifest as documents } from '#modules/documents/index.server.ts';
import { manifest as members } from '#modules/members/index.server.ts';
import { loadBodies } from '#modules/organisation/index.server.ts';
import { loadPlaces } from '#modules/places/index.server.ts';
import { manifest as people } from '#modules/people/index.server.ts';
import { manifest as questions } from '#modules/questions/index.server.ts';
import { manifest as study } from '#modules/study/index.server.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import { testRuntime, type TestRuntime } from '#platform/testing/runtime.ts';
import { readRanking } from './ranking.server.ts';
import { loadSample } from './sample.server.ts';

let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await testRuntime();
  await loadPlaces(runtime.db);
  await loadBodies(runtime.db);
  for (const manifest of [people, members, documents, questions, study]) await manifest.sample?.(runtime);
  await loadSample(runtime);
}, 120_000);
afterAll(() => runtime.drop());

const counted = async () =>
  (await asSystem(runtime.db, 'test', (tx) => sql<{ state: string; tickets: number; settled: number; figures: number }>`
    select q.state, (select count(*)::int from quizzes.ticket t where t.quiz_id = q.id) as tickets,
      (select count(*)::int from quizzes.attempt a where a.quiz_id = q.id and a.settled_at is not null) as settled,
      (select count(*)::int from quizzes.item_figure f where f.quiz_id = q.id) as figures
    from quizzes.quiz q order by id`.execute(tx))).rows;

it('has a quiz to practise with, and one that is over, settled and analysed', async () => {
  const [open, over] = await counted();
  expect(open).toMatchObject({ state: 'published', tickets: 0 });
  expect(over?.state).toBe('closed');
  expect(over?.settled).toBe(over?.tickets);
  expect(over?.tickets).toBeGreaterThanOrEqual(20);
  expect(over?.figures).toBeGreaterThanOrEqual(4);
});

it('has a contest with a ranking that names some and masks others', async () => {
  const { rows: [contest] } = await sql<{ id: number }>`select id from quizzes.quiz where mode = 'contest'`.execute(runtime.db);
  const page = await readRanking(runtime, contest!.id, 1, new Date());
  const ranking = page.ok ? page.value : undefined;
  expect(ranking).toMatchObject({ standing: 'out', sample: true });
  expect(ranking!.rows.length).toBeGreaterThanOrEqual(15);
  expect(new Set(ranking!.rows.map(({ name, body }) => `${name === null}/${body === null}`))).toEqual(new Set(['true/true', 'false/false']));
});

it('is loaded once', async () => {
  const before = await counted();
  await loadSample(runtime);
  expect(await counted()).toEqual(before);
});
