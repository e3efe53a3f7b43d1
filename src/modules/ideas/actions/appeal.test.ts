import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anonymous, type Actor } from '#modules/people/index.server.ts';
import type { TestRuntime } from '#platform/testing/runtime.ts';
import { listAppeals } from '../store/appeal.server.ts';
import { decideAppeal } from './appeal.server.ts';
import { body, codes, deskRuntime, ideaOf, later, NOW, sendIdea, somebody, stepsOf } from './desk-testing.ts';
import { readIdeaPage } from './idea-page.server.ts';
import { acceptIdea, markDuplicate, refuseIdea } from './moderate.server.ts';
import { quarantineIdea } from './quarantine.server.ts';
import { appealAsAuthor } from './track.server.ts';

let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await deskRuntime();
});
afterAll(() => runtime.drop());

const officer = somebody(['officer', body.reception], ['reviewer', body.reception]);
const reviewer = somebody(['reviewer', body.top]);
const by = (actor: Actor, now = later(2)) => ({ actor, now });
const refusal = { reason: 'not_a_proposal' as const, text: 'Chưa nêu đề xuất.' };
const grant = { granted: true, text: 'Có nêu đề xuất ở đoạn cuối.' };
const uphold = { granted: false, text: 'Vẫn chưa có đề xuất.' };

/** Refused by the officer and contested by the author. */
async function contested() {
  const sent = await sendIdea(runtime);
  await refuseIdea(runtime, sent.id, refusal, by(officer, NOW));
  await appealAsAuthor(runtime, sent.code, 'Xin đọc lại đoạn cuối.', later(1));
  return sent;
}

describe('an appeal', () => {
  it('is decided by another person than the one who refused, with a charge at the reception', async () => {
    const { id } = await contested();
    const others = [anonymous, somebody(['officer', body.top], ['legal', body.top]), somebody(['reviewer', body.lead])];
    for (const actor of [officer, ...others]) {
      expect(codes(await decideAppeal(runtime, id, grant, by(actor)))).toEqual(['forbidden']);
    }
    expect(codes(await decideAppeal(runtime, id, grant, by(reviewer)))).toEqual([]);
  });

  it('that is granted brings the idea back, in public, with a new deadline', async () => {
    const { id } = await contested();
    await decideAppeal(runtime, id, grant, by(reviewer));
    expect(await ideaOf(runtime, id)).toMatchObject({
      state: 'considering', answerDue: '2026-12-25', refusalReason: null, publishedAt: later(2), answeredAt: null,
    });
    expect((await readIdeaPage(runtime.db, id, anonymous, NOW)).kind).toBe('public');
    expect((await stepsOf(runtime, id)).at(-1)).toMatchObject({ kind: 'reopen', text: grant.text, personId: reviewer.personId });
    expect(await listAppeals(runtime.db, id)).toMatchObject([{ granted: true, decision: grant.text }]);
  });

  it('against one decision is heard once; a new decision may be contested again', async () => {
    const { id, code } = await contested();
    await decideAppeal(runtime, id, uphold, by(reviewer));
    expect(codes(await appealAsAuthor(runtime, code, 'Xin đọc lần nữa.', later(3)))).toEqual(['appeal.decided']);
    const other = await contested();
    await decideAppeal(runtime, other.id, grant, by(reviewer));
    await refuseIdea(runtime, other.id, refusal, by(officer, later(3)));
    expect(codes(await appealAsAuthor(runtime, other.code, 'Xin xét quyết định mới.', later(4)))).toEqual([]);
  });

  it('against a duplicate makes it an idea of its own again', async () => {
    const { id: first } = await sendIdea(runtime);
    await acceptIdea(runtime, first, by(officer, NOW));
    const second = await sendIdea(runtime);
    await markDuplicate(runtime, second.id, { of: first, text: null }, by(officer, NOW));
    await appealAsAuthor(runtime, second.code, 'Khác chỗ.', NOW);
    await decideAppeal(runtime, second.id, grant, by(reviewer));
    expect(await ideaOf(runtime, second.id)).toMatchObject({ state: 'considering', duplicateOf: null });
  });

  it('that is not granted leaves the decision, with words for the author', async () => {
    const { id } = await contested();
    expect(codes(await decideAppeal(runtime, id, uphold, by(reviewer)))).toEqual([]);
    expect(await ideaOf(runtime, id)).toMatchObject({ state: 'out_of_scope', refusalReason: 'not_a_proposal' });
    expect((await stepsOf(runtime, id)).at(-1)).toMatchObject({ kind: 'uphold', text: uphold.text });
  });

  it('is decided once, also by two leaders at the same moment', async () => {
    const { id } = await contested();
    const second = somebody(['reviewer', body.reception]);
    const results = await Promise.all([
      decideAppeal(runtime, id, grant, by(reviewer)),
      decideAppeal(runtime, id, uphold, by(second)),
    ]);
    expect(results.filter((one) => one.ok)).toHaveLength(1);
    expect(results.flatMap(codes)).toEqual(['appeal.none']);
    expect(codes(await decideAppeal(runtime, id, grant, by(reviewer)))).toEqual(['appeal.none']);
  });

  it('waits while the matter is locked away', async () => {
    const { id } = await contested();
    await quarantineIdea(runtime, id, by(officer));
    expect(codes(await decideAppeal(runtime, id, grant, by(reviewer)))).toEqual(['forbidden']);
  });
});
