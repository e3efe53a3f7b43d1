import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPlaces } from '#modules/places/index.server.ts';
import { anonymous, type Actor } from '#modules/people/index.server.ts';
import type { TestRuntime } from '#platform/testing/runtime.ts';
import { readQueueQuery } from '../input/moderate.ts';
import { runningDue } from '../rules/deadlines.ts';
import { body, codes, deskRuntime, ideaOf, later, NOW, sendIdea, somebody } from './desk-testing.ts';
import { clusterIdeas } from './cluster.server.ts';
import { indexIdea } from './index-search.server.ts';
import { acceptIdea, askAuthor, refuseIdea, routeIdea } from './moderate.server.ts';
import { quarantineIdea } from './quarantine.server.ts';
import { readQueue, type Queue } from './queue.server.ts';
import { appealAsAuthor, withdrawAsAuthor } from './track.server.ts';

let runtime: TestRuntime;
const officer = somebody(['officer', body.reception]);
const reviewer = somebody(['reviewer', body.top]);
const lawyer = somebody(['legal', body.reception]);
const by = (days: number) => ({ actor: officer, now: later(days) });
const routing = { lead: body.lead, cooperating: [], due: null, note: null };
const known: Record<string, number> = {};

async function read(address: string, actor: Actor = officer, days = 10): Promise<Queue> {
  const queue = await readQueue(runtime, readQueueQuery(new URLSearchParams(address)), { actor, now: later(days) });
  if (!queue.ok) throw new Error(JSON.stringify(queue));
  return queue.value;
}
const names = (queue: Queue) =>
  queue.items.map((item) => Object.keys(known).find((name) => known[name] === item.id) ?? item.id);

beforeAll(async () => {
  runtime = await deskRuntime();
  const [place] = await findPlaces(runtime.db, { q: 'phường An Lộc', today: '2026-11-23', limit: 1 });
  const send = async (name: string, days: number, change: Parameters<typeof sendIdea>[1] = {}) => {
    const sent = await sendIdea(runtime, { title: `Đèn đường ${name}`, ...change }, later(days));
    known[name] = sent.id;
    return sent;
  };
  await send('late', 0);
  await send('fresh', 9, { field: 'education', place: place?.id ?? null });
  await send('considered', 0);
  await acceptIdea(runtime, known.considered!, by(0));
  await send('routed', 0);
  await routeIdea(runtime, known.routed!, { ...routing, due: '2026-12-01' }, by(0));
  await send('asked', 0);
  await askAuthor(runtime, known.asked!, 'Ở đâu?', by(1));
  const refused = await send('refused', 0);
  await refuseIdea(runtime, refused.id, { reason: 'no_reply', text: 'Chưa rõ.' }, by(1));
  await appealAsAuthor(runtime, refused.code, 'Xin xem lại.', later(2));
  const gone = await send('gone', 0);
  await withdrawAsAuthor(runtime, gone.code, later(1));
  await send('locked', 0);
  await quarantineIdea(runtime, known.locked!, by(1));
  await send('foreign', 0);
  await runtime.db.updateTable('ideas.idea').set({ reception_body: body.lead }).where('id', '=', known.foreign!).execute();
  for (const id of Object.values(known)) await indexIdea(runtime, id, NOW);
  await clusterIdeas(runtime, known.late!, { with: [known.fresh!], title: 'Đèn' }, by(9));
});
afterAll(() => runtime.drop());

describe('the queue', () => {
  it('puts the most urgent first, what stands still after it, and what is closed last', async () => {
    expect(names(await read('tab=all'))).toEqual(['late', 'routed', 'fresh', 'considered', 'asked', 'refused', 'gone']);
  });

  it('has a tab for each thing there is to do, with its number', async () => {
    const queue = await read('');
    expect(Object.fromEntries(queue.tabs.map(({ tab, count }) => [tab, count]))).toEqual({
      new: 2, waiting: 1, considering: 1, routed: 1, overdue: 2, appeals: 1, all: 7,
    });
    expect(names(queue)).toEqual(['late', 'fresh']);
    expect(names(await read('tab=overdue'))).toEqual(['late', 'routed']);
    expect(names(await read('tab=waiting'))).toEqual(['asked']);
    expect(names(await read('tab=appeals', reviewer))).toEqual(['refused']);
  });

  it('counts working days to the due day', async () => {
    // Ten days later it is Thursday 3/12; the reception was due on Monday 30/11.
    const [late, fresh] = (await read('')).items;
    expect(late?.due).toEqual({ day: '2026-11-30', left: -3, urgency: 'overdue' });
    expect(fresh?.due).toEqual({ day: '2026-12-09', left: 4, urgency: 'ahead' });
    const [asked] = (await read('tab=waiting')).items;
    expect(asked?.due?.urgency).toBe('paused');
  });

  it('tells the same due day as the rules', async () => {
    for (const item of (await read('tab=all')).items) {
      const idea = await ideaOf(runtime, item.id);
      expect(item.due?.day ?? null).toBe(item.withdrawn ? null : runningDue(idea));
    }
  });

  it('shows what is alike and who leads, in words', async () => {
    const queue = await read('tab=all');
    expect(queue.items[0]).toMatchObject({ similar: 1, leadBody: null, title: 'Đèn đường late' });
    expect(queue.items[1]).toMatchObject({ similar: 0, leadBody: 'Sở Nông nghiệp và Môi trường' });
    expect(queue.items[2]?.place).toBe('phường An Lộc');
    expect(queue.bodies).toEqual([{ id: body.lead, name: 'Sở Nông nghiệp và Môi trường' }]);
  });

  it('is filtered by number, words with or without accents, field, lead body and place', async () => {
    const all = async (address: string) => names(await read(`tab=all&${address}`));
    expect(await all(`q=%23${known.routed}`)).toEqual(['routed']);
    expect(await all('q=den+DUONG+late')).toEqual(['late']);
    expect(await all('q=considered')).toEqual(['considered']);
    expect(await all('q=gone')).toEqual(['gone']);
    expect(await all('q=khongco')).toEqual([]);
    expect(await all('q=%25')).toEqual([]);
    expect(await all('field=education')).toEqual(['fresh']);
    expect(await all(`body=${body.lead}`)).toEqual(['routed']);
    expect(await all('placeText=khong+co+noi+nay')).toEqual([]);
    // A name with several meanings is offered, and filters by nothing until one is chosen.
    const { places, items } = await read('tab=all&placeText=phuong+an+loc');
    expect([places.length > 1, items.length]).toEqual([true, 7]);
    const choices = await Promise.all(places.map((place) => all(`placeText=phuong+an+loc&place=${place.id}`)));
    expect(choices).toContainEqual(['fresh']);
  });

  it('pages by twenty without losing or repeating any', async () => {
    for (let at = 0; at < 22; at += 1) await sendIdea(runtime, { title: 'Trang giấy' }, later(9));
    const first = await read('tab=all&q=trang+giay');
    const second = await read('tab=all&q=trang+giay&page=2');
    expect([first.total, first.items.length, second.items.length]).toEqual([22, 20, 2]);
    expect(new Set([...first.items, ...second.items].map((item) => item.id)).size).toBe(22);
  });
});

describe('the queue of others', () => {
  it('is empty for those whose bodies receive nothing, and closed to those without a charge', async () => {
    expect((await read('tab=all', somebody(['officer', body.other]))).items).toEqual([]);
    expect((await read('tab=all', somebody(['reviewer', body.sibling]))).items).toEqual([]);
    expect(names(await read('tab=all', somebody(['officer', body.lead])))).toEqual(['foreign']);
    for (const actor of [anonymous, somebody(), somebody(['answerer', body.reception], ['administrator', body.top])]) {
      const refused = await readQueue(runtime, readQueueQuery(new URLSearchParams()), { actor, now: NOW });
      expect(codes(refused)).toEqual(['forbidden']);
    }
  });

  it('shows what is locked away to two roles, by its number alone', async () => {
    expect((await read('', officer)).tabs.map(({ tab }) => tab)).not.toContain('quarantine');
    expect((await read('tab=quarantine', officer)).items).toEqual([]);
    for (const actor of [lawyer, reviewer]) {
      const queue = await read('tab=quarantine', actor);
      expect(names(queue)).toEqual(['locked']);
      expect(queue.items[0]).toMatchObject({ title: '', due: null });
      expect(JSON.stringify(queue)).not.toContain('Đèn đường locked');
    }
    expect((await read('tab=all', lawyer)).items).toEqual([]);
    expect((await read('tab=quarantine', lawyer)).tabs).toEqual([{ tab: 'quarantine', count: 1 }]);
    // Its words cannot be guessed by searching for them; its number finds it.
    expect(names(await read('tab=quarantine&q=locked', lawyer))).toEqual([]);
    expect(names(await read(`tab=quarantine&q=%23${known.locked}`, lawyer))).toEqual(['locked']);
  });
});
