import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anonymous } from '#modules/people/index.server.ts';
import type { TestRuntime } from '#platform/testing/runtime.ts';
import { applyBulk, previewBulk } from './bulk.server.ts';
import { body, codes, deskRuntime, ideaOf, NOW, sendIdea, somebody, stepsOf } from './desk-testing.ts';
import { acceptIdea } from './moderate.server.ts';
import { withdrawAsAuthor } from './track.server.ts';

let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await deskRuntime();
});
afterAll(() => runtime.drop());

const officer = somebody(['officer', body.reception]);
const by = { actor: officer, now: NOW };
const pick = (...ids: number[]) => ids.map((id) => ({ id, seen: null }));
const routing = { lead: body.lead, cooperating: [], due: null, note: null };

describe('many ideas at once', () => {
  it('are shown first: what will happen to each, or why it cannot', async () => {
    const { id: fresh } = await sendIdea(runtime);
    const { id: accepted } = await sendIdea(runtime);
    const withdrawn = await sendIdea(runtime);
    const { id: foreign } = await sendIdea(runtime);
    await acceptIdea(runtime, accepted, by);
    await withdrawAsAuthor(runtime, withdrawn.code, NOW);
    await runtime.db.updateTable('ideas.idea').set({ reception_body: body.lead }).where('id', '=', foreign).execute();
    const ids = pick(fresh, accepted, withdrawn.id, foreign, 999_999);
    const shown = await previewBulk(runtime, 'accept', ids, by);
    expect(shown.ok && shown.value.map(({ id, title, from, to, problem }) => [id, title !== null, from, to, problem?.code])).toEqual([
      [fresh, true, 'received', 'considering', undefined],
      [accepted, true, 'considering', null, 'step.notAllowed'],
      [withdrawn.id, true, 'received', null, 'step.notAllowed'],
      // Not a word of what the officer may not read.
      [foreign, false, null, null, 'forbidden'],
      [999_999, false, null, null, 'idea.missing'],
    ]);
    expect(await stepsOf(runtime, fresh)).toHaveLength(1);
  });

  it('go each their own way: what fails for one does not undo the others', async () => {
    const { id: first } = await sendIdea(runtime);
    const { id: refused } = await sendIdea(runtime);
    const { id: last } = await sendIdea(runtime);
    await withdrawAsAuthor(runtime, (await sendIdea(runtime)).code, NOW);
    await runtime.db.updateTable('ideas.idea').set({ state: 'noted' }).where('id', '=', refused).execute();
    const report = await applyBulk(runtime, { step: 'route', routing }, pick(first, refused, 999_999, last), by);
    expect(report.ok && report.value.map(({ id, done, problem }) => [id, done, problem?.code])).toEqual([
      [first, true, undefined],
      [refused, false, 'step.notAllowed'],
      [999_999, false, 'idea.missing'],
      [last, true, undefined],
    ]);
    expect((await ideaOf(runtime, first)).leadBody).toBe(body.lead);
    expect((await ideaOf(runtime, last)).state).toBe('routed');
  });

  it('are left alone when somebody acted after the preview', async () => {
    const { id: mine } = await sendIdea(runtime);
    const { id: theirs } = await sendIdea(runtime);
    const shown = await previewBulk(runtime, 'refuse', pick(mine, theirs), by);
    const picked = shown.ok ? shown.value.map(({ id, lastStep }) => ({ id, seen: lastStep })) : [];
    await acceptIdea(runtime, theirs, { actor: somebody(['moderator', body.top]), now: NOW });
    const refusal = { reason: 'advertising' as const, text: 'Là quảng cáo.' };
    const report = await applyBulk(runtime, { step: 'refuse', refusal }, picked, by);
    expect(report.ok && report.value.map(({ done }) => done)).toEqual([true, false]);
    expect((await ideaOf(runtime, theirs)).state).toBe('considering');
  });

  it('are nobody’s who has not signed in, and forbidden one by one to strangers', async () => {
    const { id } = await sendIdea(runtime);
    const nobody = { actor: anonymous, now: NOW };
    expect(codes(await previewBulk(runtime, 'accept', pick(id), nobody))).toEqual(['forbidden']);
    expect(codes(await applyBulk(runtime, { step: 'accept' }, pick(id), nobody))).toEqual(['forbidden']);
    const stranger = { actor: somebody(['officer', body.lead]), now: NOW };
    const report = await applyBulk(runtime, { step: 'accept' }, pick(id), stranger);
    expect(report.ok && report.value).toEqual([{ id, title: null, done: false, problem: { code: 'forbidden' } }]);
    expect((await ideaOf(runtime, id)).state).toBe('received');
  });
});
