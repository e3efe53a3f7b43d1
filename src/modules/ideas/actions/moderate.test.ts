import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anonymous, type Actor } from '#modules/people/index.server.ts';
import type { TestRuntime } from '#platform/testing/runtime.ts';
import type { DeskCommand } from '../input/moderate.ts';
import type { DeskStep } from '../rules/desk.ts';
import { listAssignments, listPauses } from '../store/idea.server.ts';
import { body, codes, deskRuntime, ideaOf, later, NOW, sendIdea, somebody, stepsOf } from './desk-testing.ts';
import { takeDeskStep } from './desk-step.server.ts';
import { readIdeaPage } from './idea-page.server.ts';
import { acceptIdea, askAuthor, markDuplicate, refuseIdea, rewordIdea, routeIdea } from './moderate.server.ts';
import { readTrackPage, replyAsAuthor, withdrawAsAuthor } from './track.server.ts';

let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await deskRuntime();
});
afterAll(() => runtime.drop());

const officer = somebody(['officer', body.reception]);
const colleague = somebody(['moderator', body.top]);
const by = (actor: Actor = officer, now = NOW) => ({ actor, now });
const routing = { lead: body.lead, cooperating: [body.other], due: null, note: null };
const refusal = { reason: 'beyond_competence' as const, text: 'Việc này do Bộ Xây dựng quyết định.' };

/** Each step as the desk sends it; `other` is a public idea. */
const command = (other: number): Record<DeskStep, DeskCommand> => ({
  accept: { step: 'accept' },
  route: { step: 'route', routing },
  ask: { step: 'ask', text: 'Xin cho biết ngã ba nào?' },
  reword: { step: 'reword', wording: { title: 'Lắp đèn', body: 'Đề nghị lắp đèn.', note: 'Bỏ số điện thoại' } },
  cluster: { step: 'cluster', grouping: { with: [other], title: 'Đèn đường' } },
  duplicate: { step: 'duplicate', duplicate: { of: other, text: null } },
  refuse: { step: 'refuse', refusal },
  reclassify: { step: 'reclassify', refusal: { reason: 'complaint', text: 'Xin gửi đến nơi đã ra quyết định.' } },
  quarantine: { step: 'quarantine' },
});

describe('each step of the desk', () => {
  it('is refused to every other position, and leaves nothing behind', async () => {
    const { id } = await sendIdea(runtime);
    const { id: other } = await sendIdea(runtime);
    await acceptIdea(runtime, other, by());
    const strangers: Actor[] = [
      anonymous,
      somebody(),
      ...[body.sibling, body.city, body.lead].map((place) => somebody(['officer', place], ['moderator', place])),
      somebody(['answerer', body.reception], ['editor', body.top], ['administrator', body.top], ['secretary', body.top]),
    ];
    const before = await ideaOf(runtime, id);
    for (const actor of strangers) {
      for (const each of Object.values(command(other))) {
        expect([each.step, codes(await takeDeskStep(runtime, id, each, by(actor)))]).toEqual([each.step, ['forbidden']]);
      }
    }
    expect(await ideaOf(runtime, id)).toEqual(before);
    expect(await stepsOf(runtime, id)).toHaveLength(1);
  });

  it('is taken by officers of the reception and above it, with its timeline, leaf and event', async () => {
    const { id: other } = await sendIdea(runtime);
    await acceptIdea(runtime, other, by());
    for (const each of Object.values(command(other))) {
      const { id } = await sendIdea(runtime);
      expect([each.step, codes(await takeDeskStep(runtime, id, each, by(colleague)))]).toEqual([each.step, []]);
      const [, step] = await stepsOf(runtime, id);
      expect(step).toMatchObject({ fromState: 'received', personId: colleague.personId });
      expect((await ideaOf(runtime, id)).state).toBe(step?.toState);
      const ledgered = !['ask', 'cluster'].includes(each.step);
      expect([each.step, step?.ledgerLeaf !== null]).toEqual([each.step, ledgered]);
      const events = await runtime.db.selectFrom('platform.event').select('data').execute();
      expect(events.map(({ data }) => data)).toContainEqual({ id, step: step?.id });
    }
  });

  it('is not taken twice: the second of two officers is told, and nothing is half-written', async () => {
    const { id } = await sendIdea(runtime);
    const seen = (await stepsOf(runtime, id)).at(-1)?.id ?? null;
    const results = await Promise.all([
      routeIdea(runtime, id, routing, { ...by(), seen }),
      refuseIdea(runtime, id, refusal, { ...by(colleague), seen }),
      routeIdea(runtime, id, { ...routing, lead: body.third }, { ...by(colleague), seen }),
    ]);
    expect(results.filter((one) => one.ok)).toHaveLength(1);
    expect(results.flatMap(codes)).toEqual(['step.notAllowed', 'step.notAllowed']);
    expect(await stepsOf(runtime, id)).toHaveLength(2);
    const leads = (await listAssignments(runtime.db, id)).filter((one) => one.role === 'lead');
    expect(leads.length).toBeLessThanOrEqual(1);
  });

  it('is not taken with an idea that its author took back', async () => {
    const { id, code } = await sendIdea(runtime);
    const { id: other } = await sendIdea(runtime);
    await acceptIdea(runtime, other, by());
    await withdrawAsAuthor(runtime, code, NOW);
    for (const each of Object.values(command(other))) {
      if (each.step === 'quarantine') continue;
      expect([each.step, codes(await takeDeskStep(runtime, id, each, by()))]).toEqual([each.step, ['step.notAllowed']]);
    }
  });

  it('says so when there is no such idea', async () => {
    expect(codes(await acceptIdea(runtime, 999_999, by()))).toEqual(['idea.missing']);
  });
});

describe('acceptance', () => {
  it('publishes and starts the clock of the answer, with the version of the calendar', async () => {
    const { id } = await sendIdea(runtime);
    expect((await readIdeaPage(runtime.db, id, anonymous, NOW)).kind).toBe('waiting');
    await acceptIdea(runtime, id, by());
    expect(await ideaOf(runtime, id)).toMatchObject({ state: 'considering', answerDue: '2026-12-23', publishedAt: NOW });
    expect((await readIdeaPage(runtime.db, id, anonymous, NOW)).kind).toBe('public');
  });
});

describe('a question', () => {
  it('stops both clocks until the author replies', async () => {
    const { id, code } = await sendIdea(runtime);
    await askAuthor(runtime, id, 'Ngã ba nào?', by(officer, later(1)));
    expect(await ideaOf(runtime, id)).toMatchObject({ state: 'asked', returnState: 'received', pausedOn: '2026-11-24' });
    await replyAsAuthor(runtime, code, 'Ngã ba Tân Phú.', later(11));
    const idea = await ideaOf(runtime, id);
    // 30/11 plus ten days.
    expect(idea).toMatchObject({ state: 'received', returnState: null, pausedOn: null, admissibleDue: '2026-12-10' });
    expect(await listPauses(runtime.db, id)).toEqual([{ from: '2026-11-24', to: '2026-12-04' }]);
  });

  it('is asked again on the day of the reply without losing the first pause', async () => {
    const { id, code } = await sendIdea(runtime);
    await acceptIdea(runtime, id, by());
    for (const day of [1, 2]) {
      await askAuthor(runtime, id, 'Ngã ba nào?', by(officer, later(day)));
      await replyAsAuthor(runtime, code, 'Ngã ba Tân Phú.', later(day + 1));
    }
    expect(await listPauses(runtime.db, id)).toEqual([
      { from: '2026-11-24', to: '2026-11-25' },
      { from: '2026-11-25', to: '2026-11-26' },
    ]);
    expect((await ideaOf(runtime, id)).answerDue).toBe('2026-12-25');
  });
});

describe('routing', () => {
  it('names one lead and those that co-operate; a body that stays keeps its place', async () => {
    const { id } = await sendIdea(runtime);
    await routeIdea(runtime, id, routing, by());
    expect(await ideaOf(runtime, id)).toMatchObject({ state: 'routed', leadBody: body.lead, publishedAt: NOW });
    await routeIdea(runtime, id, { ...routing, lead: body.other, cooperating: [body.lead, body.third] }, by(officer, later(1)));
    const assigned = await listAssignments(runtime.db, id);
    expect(assigned.map(({ bodyId, role }) => [bodyId, role])).toEqual([
      [body.other, 'lead'],
      [body.lead, 'cooperating'],
      [body.third, 'cooperating'],
    ]);
    const page = await readIdeaPage(runtime.db, id, anonymous, NOW);
    expect(page.kind === 'public' && page.idea.leadBody).toBe('Sở Khoa học và Công nghệ');
  });

  it('shortens a deadline but never lengthens what was promised', async () => {
    const { id } = await sendIdea(runtime);
    const due = (day: string) => routeIdea(runtime, id, { ...routing, due: day }, by());
    expect(codes(await due('2026-11-23'))).toEqual(['due.past']);
    expect(codes(await due('2026-12-24'))).toEqual(['due.later']);
    expect(codes(await due('2026-12-10'))).toEqual([]);
    expect((await ideaOf(runtime, id)).answerDue).toBe('2026-12-10');
    expect(codes(await due('2026-12-11'))).toEqual(['due.later']);
    expect((await ideaOf(runtime, id)).answerDue).toBe('2026-12-10');
  });

  it('goes to bodies of today only, and to none twice', async () => {
    const { id } = await sendIdea(runtime);
    expect(codes(await routeIdea(runtime, id, { ...routing, lead: 424_242 }, by()))).toEqual(['body.unknown']);
    const twice = await routeIdea(runtime, id, { ...routing, cooperating: [body.lead] }, by());
    expect(twice).toMatchObject({ problems: [{ field: 'cooperating', code: 'body.twice' }] });
    const ended = await routeIdea(runtime, id, { ...routing, cooperating: [424_242] }, by());
    expect(ended).toMatchObject({ problems: [{ field: 'cooperating', code: 'body.unknown' }] });
    expect(await listAssignments(runtime.db, id)).toEqual([]);
  });
});

describe('a refusal', () => {
  it('leaves a tombstone with reason, words, body and day', async () => {
    const { id } = await sendIdea(runtime);
    await refuseIdea(runtime, id, refusal, by());
    expect(await readIdeaPage(runtime.db, id, anonymous, NOW)).toMatchObject({
      kind: 'tombstone',
      tombstone: {
        cause: 'refused', reason: 'beyond_competence', text: refusal.text, at: NOW,
        body: 'Ban Tuyên giáo và Dân vận Thành ủy',
      },
    });
  });

  it('of an idea that was public stays public with its words', async () => {
    const { id } = await sendIdea(runtime);
    await acceptIdea(runtime, id, by());
    await refuseIdea(runtime, id, refusal, by());
    const page = await readIdeaPage(runtime.db, id, anonymous, NOW);
    expect(page.kind === 'public' && page.idea.timeline.at(-1)).toMatchObject({ kind: 'refuse', text: refusal.text });
  });

  it('while the author is asked ends the pause', async () => {
    const { id } = await sendIdea(runtime);
    await askAuthor(runtime, id, 'Ngã ba nào?', by());
    await refuseIdea(runtime, id, { reason: 'no_reply', text: 'Chưa nhận được bổ sung.' }, by(officer, later(30)));
    expect(await ideaOf(runtime, id)).toMatchObject({ state: 'out_of_scope', pausedOn: null });
    expect(await listPauses(runtime.db, id)).toEqual([{ from: '2026-11-23', to: '2026-12-23' }]);
  });

  it('as a request or complaint is a step of its own', async () => {
    const { id } = await sendIdea(runtime);
    await refuseIdea(runtime, id, { reason: 'complaint', text: 'Xin gửi đến Ủy ban nhân dân xã.' }, by());
    expect((await stepsOf(runtime, id)).at(-1)).toMatchObject({ kind: 'reclassify', toState: 'out_of_scope' });
  });
});

describe('a duplicate', () => {
  it('points at a public idea that is not one itself', async () => {
    const { id: first } = await sendIdea(runtime);
    const { id: second } = await sendIdea(runtime);
    const mark = (id: number, of: number) => markDuplicate(runtime, id, { of, text: null }, by());
    expect(codes(await mark(second, first))).toEqual(['duplicate.unknown']);
    await acceptIdea(runtime, first, by());
    expect(codes(await mark(first, first))).toEqual(['duplicate.unknown']);
    expect(codes(await mark(second, first))).toEqual([]);
    expect(await readIdeaPage(runtime.db, second, anonymous, NOW)).toMatchObject({
      tombstone: { cause: 'duplicate', duplicateOf: first },
    });
    const { id: third } = await sendIdea(runtime);
    expect(codes(await mark(third, second))).toEqual(['duplicate.unknown']);
  });
});

describe('another wording', () => {
  it('is what the public reads; the author reads both', async () => {
    const { id, code } = await sendIdea(runtime, { body: 'Gọi ông Nam 0976 175 175 để lắp đèn.' });
    const original = await ideaOf(runtime, id);
    await acceptIdea(runtime, id, by());
    const wording = { title: 'Lắp đèn ở ngã ba', body: 'Đề nghị lắp đèn.', note: 'Bỏ số điện thoại của người khác.' };
    expect(codes(await rewordIdea(runtime, id, wording, by()))).toEqual([]);
    expect(codes(await rewordIdea(runtime, id, wording, by()))).toEqual(['reword.same']);
    const page = await readIdeaPage(runtime.db, id, anonymous, NOW);
    expect(page.kind === 'public' && [page.idea.title, page.idea.body, page.idea.reworded]).toEqual([
      wording.title, wording.body, true,
    ]);
    const own = await readTrackPage(runtime.db, await ideaOf(runtime, id), code, NOW);
    expect([own.originalTitle, own.originalBody]).toEqual([original.title, original.body]);
    expect(own.timeline.at(-1)).toMatchObject({ kind: 'reword', text: wording.note });
  });
});
