import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestRuntime } from '#platform/testing/runtime.ts';
import { findCluster } from '../store/moderate.server.ts';
import { clusterIdeas, leaveCluster } from './cluster.server.ts';
import { body, codes, deskRuntime, ideaOf, NOW, sendIdea, somebody, stepsOf } from './desk-testing.ts';
import { readIdeaPage } from './idea-page.server.ts';
import { acceptIdea } from './moderate.server.ts';
import { quarantineIdea } from './quarantine.server.ts';

let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await deskRuntime();
});
afterAll(() => runtime.drop());

const officer = somebody(['officer', body.reception]);
const by = { actor: officer, now: NOW };
const some = async (count: number): Promise<number[]> => {
  const ids: number[] = [];
  for (let at = 0; at < count; at += 1) ids.push((await sendIdea(runtime)).id);
  return ids;
};

describe('a group of similar ideas', () => {
  it('joins without merging: each keeps its own page and names the others that are public', async () => {
    const [a = 0, b = 0, c = 0] = await some(3);
    for (const id of [a, b]) await acceptIdea(runtime, id, by);
    const made = await clusterIdeas(runtime, b, { with: [a, c], title: 'Đèn đường' }, by);
    expect(codes(made)).toEqual([]);
    const page = await readIdeaPage(runtime.db, a, officer, NOW);
    expect(page.kind === 'public' && page.idea.similar.map((other) => other.id)).toEqual([b]);
    expect((await stepsOf(runtime, c)).at(-1)).toMatchObject({ kind: 'cluster', toState: 'received' });
  });

  it('grows, takes a new title, and writes no step to those already in it', async () => {
    const [a = 0, b = 0, c = 0] = await some(3);
    const made = await clusterIdeas(runtime, a, { with: [b], title: 'Đèn' }, by);
    await clusterIdeas(runtime, a, { with: [b, c], title: 'Đèn đường' }, by);
    const id = (await ideaOf(runtime, c)).clusterId;
    expect(made.ok && made.value).toBe(id);
    const group = await findCluster(runtime.db, id ?? 0);
    expect([group?.title, group?.members.map((one) => one.id)]).toEqual(['Đèn đường', [a, b, c]]);
    expect((await stepsOf(runtime, b)).filter((step) => step.kind === 'cluster')).toHaveLength(1);
  });

  it('of one is dissolved', async () => {
    const [a = 0, b = 0] = await some(2);
    await clusterIdeas(runtime, a, { with: [b], title: 'Đèn' }, by);
    expect(codes(await leaveCluster(runtime, a, by))).toEqual([]);
    expect([(await ideaOf(runtime, a)).clusterId, (await ideaOf(runtime, b)).clusterId]).toEqual([null, null]);
    expect(codes(await leaveCluster(runtime, a, by))).toEqual(['step.notAllowed']);
  });

  it('needs another idea that exists, is not locked away and is theirs to handle', async () => {
    const [a = 0, b = 0] = await some(2);
    const join = (ids: number[], actor = officer) =>
      clusterIdeas(runtime, a, { with: ids, title: 'Đèn' }, { actor, now: NOW });
    expect(codes(await join([a]))).toEqual(['cluster.alone']);
    expect(codes(await join([999_999]))).toEqual(['cluster.unknown']);
    await quarantineIdea(runtime, b, by);
    expect(codes(await join([b]))).toEqual(['cluster.unknown']);
    const [c = 0] = await some(1);
    await runtime.db.updateTable('ideas.idea').set({ reception_body: body.lead }).where('id', '=', c).execute();
    expect(codes(await join([c]))).toEqual(['forbidden']);
    expect(codes(await join([c], somebody(['officer', body.lead])))).toEqual(['forbidden']);
    expect((await ideaOf(runtime, a)).clusterId).toBeNull();
  });

  it('is made by two officers at once without either waiting for ever', async () => {
    const ids = await some(6);
    const results = await Promise.all(
      ids.map((id, index) => clusterIdeas(runtime, id, { with: ids.toSpliced(index, 1).reverse(), title: 'Đèn' }, by)),
    );
    expect(results.flatMap(codes)).toEqual([]);
    const groups = new Set(await Promise.all(ids.map(async (id) => (await ideaOf(runtime, id)).clusterId)));
    expect(groups.size).toBe(1);
  });
});
