import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadBodies } from '#modules/organisation/index.server.ts';
import { manifest as documents } from '#modules/documents/index.server.ts';
import { manifest as members } from '#modules/members/index.server.ts';
import { manifest as people, personNamed, type Person } from '#modules/people/index.server.ts';
import { loadPlaces } from '#modules/places/index.server.ts';
import { testRuntime, type TestRuntime } from '#platform/testing/runtime.ts';
import { readDeskCampaign, readDeskCampaigns } from './desk.server.ts';
import { readLearn, readLearnSession } from './learn.server.ts';
import { loadSample } from './sample.server.ts';

let runtime: TestRuntime;
const now = new Date();
beforeAll(async () => {
  runtime = await testRuntime();
  await loadPlaces(runtime.db);
  await loadBodies(runtime.db);
  for (const { sample } of [people, members, documents]) await sample!(runtime);
  await loadSample(runtime);
  // A second start adds nothing.
  await loadSample(runtime);
});
afterAll(() => runtime.drop());

const as = async (name: string): Promise<Person> => ({ kind: 'person', ...(await personNamed(runtime.db, name, now))! });
const query = { q: '', state: null, page: 1 };

it('has one campaign that is over, one that goes on and one that is being prepared, all marked as sample', async () => {
  const { rows } = await sql<{ state: string; sample: boolean }>`select state, sample from study.campaign order by opens_on`.execute(runtime.db);
  expect(rows).toEqual(['closed', 'announced', 'draft'].map((state) => ({ state, sample: true })));
});

it('shows officers of the ward theirs, secretaries what is announced, administrators also what is over', async () => {
  const titles = async (name: string) => {
    const page = await readDeskCampaigns(runtime.db, query, { actor: await as(name), now });
    return page.ok ? page.value.cards.map(({ state }) => state) : page.problems;
  };
  expect(await titles('canbo.dongxoai')).toEqual(['draft', 'announced']);
  expect(await titles('bithu.phuhoa')).toEqual(['announced']);
  expect(await titles('quantri')).toEqual(['draft', 'announced', 'closed']);
  expect(await titles('thamtra')).toMatchObject([{ code: 'forbidden' }]);
});

it('gives a member the own standing, the next session, and a catch-up session to those who have not attended', async () => {
  const { own, announced } = await readLearn(runtime.db, { page: 1 }, { actor: await as('dangvien.phuhoa'), now });
  expect(announced.map(({ state }) => state)).toEqual(['announced', 'closed']);
  const open = own!.find((card) => card.open)!;
  expect(open.studied[0]!.clauses.length).toBeGreaterThan(0);
  expect(open.next!.startsAt > now).toBe(true);
  expect(open.catchups.length).toBe(open.standing === 'attended' ? 0 : 1);
});

it('tells the branch totals, the organiser the unnamed question without its author', async () => {
  const { rows: [open] } = await sql<{ id: number; session: number }>`
    select c.id, (select min(id) from study.session s where s.campaign_id = c.id) as session from study.campaign c where state = 'announced'`.execute(runtime.db);
  const desk = await readDeskCampaign(runtime.db, open!.id, { actor: await as('canbo.dongxoai'), now });
  expect(desk.ok && desk.value.counts.attended).toBeGreaterThan(20);
  const seen = await readLearnSession(runtime.db, open!.session, { actor: await as('dangvien.phuhoa'), now });
  expect(seen.ok && seen.value.questions.map(({ author, answer, mine }) => [author, answer !== null, mine])).toEqual([
    [null, true, false], ['Điểu Hoàng', false, false],
  ]);
});
