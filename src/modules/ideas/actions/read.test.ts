import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anonymous } from '#modules/people/index.server.ts';
import type { TestRuntime } from '#platform/testing/runtime.ts';
import { readListQuery } from '../input/list.ts';
import { body, deskRuntime, NOW, sendIdea, somebody } from './desk-testing.ts';
import { readIdeaPage } from './idea-page.server.ts';
import { acceptIdea, routeIdea } from './moderate.server.ts';
import { listIdeas } from './read.server.ts';

let runtime: TestRuntime;
let routed: number;
let accepted: number;
const officer = { actor: somebody(['officer', body.reception]), now: NOW };
const list = (query: string) => listIdeas(runtime.db, readListQuery(new URLSearchParams(query)), NOW);

beforeAll(async () => {
  runtime = await deskRuntime();
  routed = (await sendIdea(runtime)).id;
  accepted = (await sendIdea(runtime)).id;
  await sendIdea(runtime);
  await acceptIdea(runtime, routed, officer);
  await acceptIdea(runtime, accepted, officer);
  await routeIdea(runtime, routed, { lead: body.lead, cooperating: [], due: null, note: null }, officer);
});
afterAll(() => runtime.drop());

describe('the public list', () => {
  it('shows what was published, and counts it by state and lead body', async () => {
    const all = await list('');
    expect(all.cards.map((card) => card.id).sort()).toEqual([routed, accepted].sort());
    expect(all.byState.filter((one) => one.count > 0)).toEqual([
      { state: 'considering', count: 1 },
      { state: 'routed', count: 1 },
    ]);
    expect(all.bodies).toMatchObject([{ id: body.lead, count: 1 }]);
  });

  it('is limited by state and body', async () => {
    expect((await list(`body=${body.lead}`)).cards.map((card) => card.id)).toEqual([routed]);
    expect((await list('state=considering')).cards.map((card) => card.id)).toEqual([accepted]);
  });

  it('takes any address: what never was finds nothing, what cannot be read is left out', async () => {
    for (const query of ['body=999999999', 'place=999999999', 'field=none', 'page=5000', 'q=%25%00%27']) {
      expect((await list(query)).cards, query).toEqual([]);
    }
    for (const query of ['body=x', 'place=-1', 'state=none', 'page=0', 'page=1e99', 'sort=x']) {
      expect((await list(query)).total, query).toBe(2);
    }
  });
});

it('an idea that waits shows only that it waits', async () => {
  const waiting = (await sendIdea(runtime)).id;
  expect(await readIdeaPage(runtime.db, waiting, anonymous, NOW)).toEqual({
    kind: 'waiting', id: waiting, receivedAt: expect.any(Date), admissibleDue: expect.any(String),
  });
  expect(await readIdeaPage(runtime.db, 999_999_999, anonymous, NOW)).toEqual({ kind: 'missing' });
});
