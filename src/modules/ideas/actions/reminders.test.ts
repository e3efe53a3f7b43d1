import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { addDays, dayOf, daysBetween, type Day } from '#platform/clock.ts';
import { takeEvents } from '#platform/jobs/events.server.ts';
import { ask } from '#platform/postgres/testing.ts';
import { findDraft, listPromises } from '../store/answer.server.ts';
import { findIdea, listSteps } from '../store/idea.server.ts';
import { listReminders } from '../store/reminders.server.ts';
import { agencyRuntime, answerInput, bodies, NOW, on, receivedIdea, route, routedIdea, sentIdea, type Agency } from './agency-testing.ts';
import { publishAnswer, saveDraft } from './answer.server.ts';
import { extendDeadline } from './extension.server.ts';
import { finishMilestone } from './milestone.server.ts';
import { askAuthor } from './moderate.server.ts';
import { REMINDER, sendReminders } from './reminders.server.ts';
import { replyAsAuthor, withdrawAsAuthor } from './track.server.ts';

let agency: Agency;
beforeAll(async () => {
  agency = await agencyRuntime();
});
afterAll(() => agency.runtime.drop());
// Each test has its own ideas; those of earlier ones are out of the way.
afterEach(async () => {
  await sql`update ideas.idea set withdrawn_at = now()`.execute(agency.runtime.db);
  await taken();
});

type Told = { idea: number; deadline: string; kind: string; due: Day; bodyId: number };
const taken = async (): Promise<Told[]> => {
  const events = await agency.runtime.db.transaction().execute((tx) => takeEvents(tx, 1_000));
  return events.filter((event) => event.name === REMINDER).map((event) => event.data as Told);
};
/** Runs the job and says what went out. */
const run = async (day: Day, hour = 9) => {
  await sendReminders(agency.runtime, on(day, hour));
  return (await taken()).map(({ deadline, kind }) => `${deadline} ${kind}`);
};
const as = (who: keyof Agency['people'], now = NOW) => ({ actor: agency.people[who], now });

async function answered(id: number, now: Date, milestones: object[]) {
  const { runtime } = agency;
  const input = answerInput({ milestones }, now);
  await saveDraft(runtime, id, { input, version: 0, submit: true }, as('writer', now));
  const version = (await findDraft(runtime.db, id))?.version ?? 0;
  const result = await publishAnswer(runtime, id, { version, signerTitle: 'Giám đốc' }, as('leader', now));
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.value;
}

describe('reminders of one deadline', () => {
  it('go out before, at and after it, and one level up, once each', async () => {
    const id = await routedIdea(agency);
    expect((await findIdea(agency.runtime.db, id))?.answerDue).toBe('2026-12-23');
    expect(await run('2026-12-19')).toEqual([]);
    expect(await run('2026-12-20')).toEqual(['answer before']);
    expect(await run('2026-12-20', 10)).toEqual([]);
    expect(await run('2026-12-23')).toEqual(['answer at']);
    expect(await run('2026-12-24')).toEqual(['answer after']);
    expect(await run('2026-12-26')).toEqual(['answer escalation']);
    expect(await run('2027-01-26')).toEqual([]);
    const log = await listReminders(agency.runtime.db, id);
    expect(log.map(({ kind, bodyId }) => [kind, bodyId])).toEqual([
      ['before', bodies.lead],
      ['at', bodies.lead],
      ['after', bodies.lead],
      ['escalation', bodies.city],
    ]);
  });

  it('the escalation stands in the public timeline, the reminders do not', async () => {
    const id = await routedIdea(agency);
    await run('2027-01-08');
    const steps = (await listSteps(agency.runtime.db, id)).slice(3);
    expect(steps).toMatchObject([
      { kind: 'escalate', public: true, bodyId: bodies.city, personId: null, toState: 'routed', data: { deadline: 'answer' } },
    ]);
  });

  it('of an idea that nobody has looked at go to its reception, of a milestone to the lead body', async () => {
    const untouched = await receivedIdea(agency);
    expect(await run('2026-11-30')).toEqual(['admissible at']);
    expect(await run('2026-12-03')).toEqual(['admissible after', 'admissible escalation']);
    const log = await listReminders(agency.runtime.db, untouched);
    expect(log.map((one) => one.bodyId)).toEqual([bodies.reception, bodies.reception, bodies.top]);
  });

  it('of milestones stop when they are done', async () => {
    const { runtime } = agency;
    const id = await routedIdea(agency);
    const answer = await answered(id, NOW, [
      { title: 'Khảo sát', due: '2026-12-01' },
      { title: 'Lắp đèn', due: '2026-12-15' },
      { title: 'Nghiệm thu', due: '2026-12-15' },
    ]);
    const [survey] = await listPromises(runtime.db, answer);
    const done = { milestone: survey!.id, on: '2026-11-30', note: null };
    await finishMilestone(runtime, id, done, as('writer', on('2026-11-30')));
    await taken();
    expect(await run('2026-12-05')).toEqual([]);
    expect(await run('2026-12-15')).toEqual(['milestone at']);
    expect(await run('2026-12-20')).toEqual(['milestone after', 'milestone escalation']);
  });

  it('of a promise that was replaced by another answer stop', async () => {
    const id = await routedIdea(agency);
    await answered(id, NOW, [{ title: 'Lắp đèn', due: '2026-12-15' }]);
    await answered(id, on('2026-12-01'), [{ title: 'Lắp đèn', due: '2027-01-15' }]);
    await taken();
    expect(await run('2026-12-16')).toEqual([]);
    expect(await run('2027-01-15')).toEqual(['milestone at']);
  });

  it('of the top body go to its own leadership: nobody is above it', async () => {
    const { runtime } = agency;
    const id = await receivedIdea(agency);
    await sql`update ideas.idea set reception_body = ${bodies.top} where id = ${id}`.execute(runtime.db);
    expect(await run('2026-12-10')).toEqual(['admissible after', 'admissible escalation']);
    expect((await listSteps(runtime.db, id)).map((step) => step.kind)).toEqual(['receive']);
  });

  it('go out once from many processes at the same time', async () => {
    await routedIdea(agency);
    await routedIdea(agency);
    const at = on('2027-01-08');
    const runs = await Promise.all(Array.from({ length: 5 }, () => sendReminders(agency.runtime, at)));
    expect(runs.reduce((sum, sent) => sum + sent, 0)).toBe(4);
    expect(await taken()).toHaveLength(4);
  });

  it('leave nothing behind when they fail half-way, and go out at the next run', async () => {
    const id = await routedIdea(agency);
    const { db } = agency.runtime;
    await ask(agency.runtime.ownerUrl, `alter table platform.event add constraint broken check (name <> 'ideas.reminder')`);
    await expect(sendReminders(agency.runtime, on('2027-01-08'))).rejects.toThrow(/broken/);
    expect(await listReminders(db, id)).toEqual([]);
    await ask(agency.runtime.ownerUrl, 'alter table platform.event drop constraint broken');
    expect(await run('2027-01-08')).toEqual(['answer after', 'answer escalation']);
  });
});

/** What should have gone out by the end of a day on which the job ran; written apart from the rule. */
function expected(due: Day, today: Day): string[] {
  const left = daysBetween(today, due);
  if (left > 3) return [];
  if (left > 0) return ['before'];
  if (left === 0) return ['at'];
  return left > -3 ? ['after'] : ['after', 'escalation'];
}

type Act = { days: number; act: 'run' | 'race' | 'ask' | 'reply' | 'extend' | 'answer' | 'withdraw' };
const acts = fc.array(
  fc.record({
    days: fc.nat(9),
    act: fc.oneof(
      { weight: 6, arbitrary: fc.constant('run' as const) },
      { weight: 2, arbitrary: fc.constant('race' as const) },
      { weight: 2, arbitrary: fc.constantFrom('ask' as const, 'reply' as const) },
      { weight: 1, arbitrary: fc.constantFrom('extend' as const, 'answer' as const, 'withdraw' as const) },
    ),
  }),
  { minLength: 4, maxLength: 24 },
);

async function live(script: Act[]) {
  const { runtime } = agency;
  const { id, code } = await sentIdea(agency);
  await route(agency, id);
  await taken();
  const heard = new Set<string>();
  let today = dayOf(NOW);
  for (const { days, act } of script) {
    today = addDays(today, days);
    const now = on(today);
    if (act === 'ask') await askAuthor(runtime, id, 'Đoạn đường nào?', as('officer', now));
    if (act === 'reply') await replyAsAuthor(runtime, code, 'Trước cổng trường.', now);
    if (act === 'withdraw') await withdrawAsAuthor(runtime, code, now);
    if (act === 'extend') {
      const from = (await findIdea(runtime.db, id))?.answerDue ?? '';
      await extendDeadline(runtime, id, { from, to: addDays(today, 14), reason: 'Cần khảo sát thêm' }, as('leader', now));
    }
    const before = await findIdea(runtime.db, id);
    if (act === 'answer' && before?.state === 'routed' && !before.withdrawnAt) {
      await answered(id, now, [{ title: 'Lắp đèn', due: addDays(today, 400) }]);
    }
    if (act !== 'run' && act !== 'race') continue;
    const times = act === 'race' ? 3 : 1;
    await Promise.all(Array.from({ length: times }, () => sendReminders(runtime, now)));
    const told = (await taken()).filter((one) => one.idea === id);
    const idea = await findIdea(runtime.db, id);
    const stands = idea?.pausedOn === null && !idea.answeredAt && !idea.withdrawnAt;
    if (!stands) expect(told).toEqual([]);
    for (const one of told) {
      const key = `${one.deadline} ${one.kind} ${one.due}`;
      expect(heard.has(key), `${key} twice`).toBe(false);
      heard.add(key);
    }
    if (!stands) continue;
    for (const kind of expected(idea.answerDue as Day, today)) {
      expect(heard.has(`answer ${kind} ${idea.answerDue}`), `${kind} missing on ${today}`).toBe(true);
    }
  }
}

it('whatever happens: none twice, none missing after days off, none while paused, answered or withdrawn', async () => {
  await fc.assert(
    fc.asyncProperty(acts, async (script) => {
      await live(script);
      await sql`update ideas.idea set withdrawn_at = now()`.execute(agency.runtime.db);
    }),
    { numRuns: 60 },
  );
});
