import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Result } from '#platform/result.ts';
import type { TestRuntime } from '#platform/testing/runtime.ts';
import { after, isState, type State, type StepKind } from '../rules/states.ts';
import { listAssignments, listPauses } from '../store/idea.server.ts';
import { decideAppeal } from './appeal.server.ts';
import { body, deskRuntime, ideaOf, later, sendIdea, somebody, stepsOf } from './desk-testing.ts';
import { acceptIdea, askAuthor, markDuplicate, refuseIdea, rewordIdea, routeIdea } from './moderate.server.ts';
import { quarantineIdea, releaseIdea } from './quarantine.server.ts';
import { appealAsAuthor, replyAsAuthor, withdrawAsAuthor } from './track.server.ts';

let runtime: TestRuntime;
let model: number;
beforeAll(async () => {
  runtime = await deskRuntime();
  model = (await sendIdea(runtime)).id;
  await acceptIdea(runtime, model, { actor: officer, now: later(0) });
});
afterAll(() => runtime.drop());

const officer = somebody(['officer', body.reception]);
const reviewer = somebody(['reviewer', body.top]);

type Walk = { id: number; code: string; now: Date };
const bodies = [body.lead, body.other, body.third];
const moves: Record<string, (walk: Walk, pick: number) => Promise<Result<number>>> = {
  accept: ({ id, now }) => acceptIdea(runtime, id, { actor: officer, now }),
  ask: ({ id, now }) => askAuthor(runtime, id, 'Ngã ba nào?', { actor: officer, now }),
  reply: ({ code, now }) => replyAsAuthor(runtime, code, 'Ngã ba Tân Phú.', now),
  route: ({ id, now }, pick) => {
    const lead = bodies[pick % 3] as number;
    const cooperating = bodies.filter((one, index) => one !== lead && (pick >> (index + 2)) % 2 === 1);
    return routeIdea(runtime, id, { lead, cooperating, due: null, note: null }, { actor: officer, now });
  },
  refuse: ({ id, now }) => refuseIdea(runtime, id, { reason: 'no_reply', text: 'Chưa rõ.' }, { actor: officer, now }),
  duplicate: ({ id, now }) => markDuplicate(runtime, id, { of: model, text: null }, { actor: officer, now }),
  reword: ({ id, now }, pick) => {
    const wording = { title: `Lắp đèn ${pick}`, body: 'Đề nghị lắp đèn.', note: 'Ngắn hơn.' };
    return rewordIdea(runtime, id, wording, { actor: officer, now });
  },
  appeal: ({ code, now }) => appealAsAuthor(runtime, code, 'Xin xem lại.', now),
  decide: ({ id, now }, pick) =>
    decideAppeal(runtime, id, { granted: pick % 2 === 0, text: 'Đã xem lại.' }, { actor: reviewer, now }),
  lock: ({ id, now }) => quarantineIdea(runtime, id, { actor: officer, now }),
  release: ({ id, now }) => releaseIdea(runtime, id, { actor: reviewer, now }),
  withdraw: ({ code, now }) => withdrawAsAuthor(runtime, code, now),
};

/** Common steps often, final ones seldom, so that walks go far. */
const aMove = fc.record({
  move: fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom('accept', 'ask', 'reply', 'route', 'reword', 'refuse', 'appeal', 'decide') },
    { weight: 2, arbitrary: fc.constantFrom('duplicate', 'lock', 'release') },
    { weight: 1, arbitrary: fc.constant('withdraw') },
  ),
  days: fc.integer({ min: 0, max: 12 }),
  pick: fc.nat(31),
});

/** The state that the timeline leads to, told by the rules alone. */
function replay(kinds: readonly StepKind[]): State {
  let state: State = 'received';
  let asked: State | null = null;
  for (const kind of kinds) {
    if (kind === 'ask') asked = state;
    const next = after(kind, state, asked);
    if (!next) throw new Error(`${kind} in ${state}`);
    state = next;
  }
  return state;
}

it('keeps its promises whatever officers and authors do, in whatever order', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(aMove, { minLength: 4, maxLength: 14 }), async (walkThrough) => {
      const sent = await sendIdea(runtime, {}, later(0));
      const walk = { ...sent, now: later(0) };
      for (const { move, days, pick } of walkThrough) {
        walk.now = new Date(walk.now.getTime() + days * 86_400_000 + 1_000);
        const before = await ideaOf(runtime, walk.id);
        const count = (await stepsOf(runtime, walk.id)).length;
        const done = await moves[move]!(walk, pick);
        const idea = await ideaOf(runtime, walk.id);
        const steps = await stepsOf(runtime, walk.id);

        // Refused: nothing has changed. Done: one more line in the timeline.
        if (!done.ok) expect(idea).toEqual(before);
        expect(steps.length).toBe(count + (done.ok ? 1 : 0));

        // The timeline alone tells the state, and each of its lines follows from the one before.
        expect(isState(idea.state)).toBe(true);
        expect(replay(steps.slice(1).map((step) => step.kind as StepKind))).toBe(idea.state);
        for (const [index, step] of steps.entries()) {
          if (index > 0) expect(step.fromState).toBe(steps[index - 1]?.toState);
        }

        // A pause never shortens a deadline; only a new consideration starts a new one.
        expect(idea.admissibleDue >= before.admissibleDue).toBe(true);
        if (before.answerDue && move !== 'decide') expect(idea.answerDue! >= before.answerDue).toBe(true);

        // At most one lead, never also co-operating; the clock stands exactly while the author is asked.
        const assigned = await listAssignments(runtime.db, walk.id);
        expect(assigned.filter((one) => one.role === 'lead').map((one) => one.bodyId)).toEqual(
          idea.leadBody === null ? [] : [idea.leadBody],
        );
        expect(new Set(assigned.map((one) => one.bodyId)).size).toBe(assigned.length);
        expect(idea.pausedOn !== null).toBe(idea.state === 'asked');
        const open = (await listPauses(runtime.db, walk.id)).filter((pause) => pause.to === null);
        expect(open.length).toBe(idea.state === 'asked' ? 1 : 0);

        // What was once public is never silently hidden again.
        if (before.publishedAt) expect(idea.publishedAt).toEqual(before.publishedAt);
      }
    }),
    { numRuns: 25 },
  );
});
