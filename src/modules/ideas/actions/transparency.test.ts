import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadBodies } from '#modules/organisation/index.server.ts';
import { loadPlaces } from '#modules/places/index.server.ts';
import { addDays, dayOf, daysBetween, startOf, type Day } from '#platform/clock.ts';
import { testDatabase, type TestDatabase } from '#platform/testing/database.ts';
import { quarterOf } from '../rules/quarters.ts';
import { isOpen, states, type State } from '../rules/states.ts';
import { readStatistics } from './transparency.server.ts';

const NOW = new Date('2026-11-23T03:00:00Z');
const TODAY = dayOf(NOW);
const BODIES = [200, 103, 100];

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await loadPlaces(database.db);
  await loadBodies(database.db);
});
afterAll(() => database.drop());

type Pass = { body: number; since: Date; until: Date | null };
type History = {
  receivedAt: Date;
  state: State;
  publishedAt: Date | null;
  answeredAt: Date | null;
  answerDue: Day | null;
  withdrawnAt: Date | null;
  quarantinedAt: Date | null;
  pausedOn: Day | null;
  reason: string | null;
  passes: Pass[];
  pauses: { from: Day; to: Day | null }[];
  extended: boolean;
  confirmations: boolean[];
};

const HOUR = 3_600_000;
const after = (at: Date, hours: number) => new Date(Math.min(at.getTime() + hours * HOUR, NOW.getTime()));

/** Any combination that the tables allow, not only those that today's transitions lead to. */
const history = fc
  .record({
    agoHours: fc.integer({ min: 1, max: 24 * 400 }),
    state: fc.constantFrom(...states),
    published: fc.boolean(),
    answered: fc.boolean(),
    withdrawn: fc.integer({ min: 0, max: 9 }),
    quarantined: fc.integer({ min: 0, max: 9 }),
    due: fc.option(fc.integer({ min: -5, max: 90 })),
    reason: fc.option(fc.constantFrom('not_a_proposal', 'request', 'advertising')),
    passes: fc.array(fc.record({ body: fc.constantFrom(...BODIES), hours: fc.integer({ min: 1, max: 400 }) }), { maxLength: 3 }),
    ended: fc.boolean(),
    answerHours: fc.integer({ min: 0, max: 1_500 }),
    // One after the other, as an author can only be asked again after the answer; the last may last.
    pauses: fc.array(fc.record({ gap: fc.integer({ min: 0, max: 40 }), days: fc.integer({ min: 1, max: 20 }) }), { maxLength: 3 }),
    asked: fc.boolean(),
    extended: fc.boolean(),
    confirmations: fc.array(fc.boolean(), { maxLength: 2 }),
  })
  .map((drawn): History => {
    const receivedAt = new Date(NOW.getTime() - drawn.agoHours * HOUR);
    let at = receivedAt;
    const passes: Pass[] = [];
    for (const { body, hours } of drawn.passes) {
      const last = passes.at(-1);
      // Two passings-on at one instant have no order.
      if (last?.body === body || at >= NOW) continue;
      at = after(at, hours);
      if (last) last.until = at;
      passes.push({ body, since: at, until: null });
    }
    const last = passes.at(-1);
    const answeredAt = drawn.answered ? after(last?.since ?? receivedAt, drawn.answerHours) : null;
    if (last && drawn.ended) last.until = answeredAt ?? NOW;
    let free = dayOf(receivedAt);
    const pauses = drawn.pauses.map(({ gap, days }, index) => {
      const from = addDays(free, gap);
      free = addDays(from, days);
      return { from, to: drawn.asked && index === drawn.pauses.length - 1 ? null : free };
    });
    return {
      receivedAt,
      state: drawn.state,
      publishedAt: drawn.published ? after(receivedAt, 10) : null,
      answeredAt,
      answerDue: drawn.due === null ? null : addDays(dayOf(receivedAt), drawn.due),
      withdrawnAt: drawn.withdrawn === 0 ? NOW : null,
      quarantinedAt: drawn.quarantined === 0 ? NOW : null,
      pausedOn: pauses.find((pause) => pause.to === null)?.from ?? null,
      reason: drawn.reason,
      passes,
      pauses,
      extended: drawn.extended,
      confirmations: drawn.confirmations,
    };
  });

async function store(histories: History[]): Promise<void> {
  const { db } = database;
  // Everything hangs on the idea; emptying whole tables would take longer than the rest of the test.
  await sql`delete from ideas.idea`.execute(db);
  for (const [index, h] of histories.entries()) {
    const id = index + 1;
    const code = createHash('sha256').update(String(id)).digest();
    await sql`insert into ideas.idea (id, title, body, original_title, original_body, field, state, reception_body, received_at,
        published_at, answered_at, answer_due, withdrawn_at, quarantined_at, paused_on, refusal_reason, admissible_due,
        calendar_version, code_hash)
      overriding system value values (${id}, 't', 'b', 't', 'b', 'roads', ${h.state}, 103, ${h.receivedAt}, ${h.publishedAt}, ${h.answeredAt},
        ${h.answerDue}, ${h.withdrawnAt}, ${h.quarantinedAt}, ${h.pausedOn}, ${h.reason}, ${TODAY}, 1, ${code})`.execute(db);
    for (const { body, since, until } of h.passes) {
      await sql`insert into ideas.assignment (idea_id, body_id, role, since, until)
        values (${id}, ${body}, 'lead', ${since}, ${until}) on conflict do nothing`.execute(db);
    }
    if (h.answeredAt && h.passes.length > 0) {
      await sql`insert into ideas.answer (idea_id, body_id, outcome, text, status, drafted_by, drafted_at, approved_by,
          signer_name, signer_title, published_at)
        values (${id}, ${h.passes.at(-1)?.body}, 'noted', 'x', 'published', 'p', ${h.answeredAt}, 'q', 's', 't',
          ${h.answeredAt})`.execute(db);
    }
    for (const { from, to } of h.pauses) {
      await sql`insert into ideas.pause (idea_id, from_day, to_day) values (${id}, ${from}, ${to})`.execute(db);
    }
    if (h.extended) {
      await sql`insert into ideas.extension (idea_id, body_id, person_id, at, from_due, to_due, reason)
        values (${id}, 200, 'p', ${NOW}, '2026-01-01', '2026-02-01', 'r')`.execute(db);
    }
    for (const done of h.confirmations) {
      await sql`insert into ideas.confirmation (idea_id, at, done) values (${id}, ${NOW}, ${done})`.execute(db);
    }
  }
}

const standing = (h: History) => !h.quarantinedAt && !h.withdrawnAt;
const refusedByReception = (h: History) => standing(h) && h.state === 'out_of_scope' && h.reason !== null && !h.answeredAt;
const isLate = (day: Day, due: Day | null) => due !== null && day > due;

/** Every day on its own, counted only when no pause covers it: slower than subtracting, and another way. */
function days(h: History, from: Day, to: Day): number {
  let count = 0;
  for (let day = from; day < to; day = addDays(day, 1)) {
    if (!h.pauses.some((pause) => pause.from <= day && day < (pause.to ?? to))) count += 1;
  }
  return count;
}

function percentile(values: number[], share: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)];
  const high = sorted[Math.ceil(at)];
  return low === undefined || high === undefined ? null : low + (high - low) * (at - Math.floor(at));
}

function recount(all: History[], quarter: string | null) {
  const mine = all.filter((h) => quarter === null || quarterOf(h.receivedAt) === quarter);
  const count = (keep: (h: History) => boolean) => mine.filter(keep).length;
  const answered = mine.filter((h) => !h.quarantinedAt && h.answeredAt);
  const lengths = answered.map((h) => days(h, dayOf(h.receivedAt), dayOf(h.answeredAt!)));
  return {
    quarter,
    received: mine.length,
    published: count((h) => standing(h) && h.publishedAt !== null),
    waiting: count((h) => standing(h) && !h.publishedAt && h.state !== 'out_of_scope' && h.state !== 'duplicate'),
    refused: count(refusedByReception),
    refusedUnpublished: count((h) => standing(h) && !h.publishedAt && h.state === 'out_of_scope'),
    duplicates: count((h) => standing(h) && h.state === 'duplicate'),
    duplicatesUnpublished: count((h) => standing(h) && !h.publishedAt && h.state === 'duplicate'),
    withdrawn: count((h) => !h.quarantinedAt && h.withdrawnAt !== null),
    handedOver: count((h) => h.quarantinedAt !== null),
    answered: answered.length,
    onTime: answered.filter((h) => !isLate(dayOf(h.answeredAt!), h.answerDue)).length,
    late: answered.filter((h) => isLate(dayOf(h.answeredAt!), h.answerDue)).length,
    overdue: count((h) => standing(h) && !h.answeredAt && isOpen(h.state) && !h.pausedOn && isLate(TODAY, h.answerDue)),
    extended: count((h) => !h.quarantinedAt && h.extended),
    adopted: count((h) => standing(h) && h.state === 'adopted'),
    noted: count((h) => standing(h) && h.state === 'noted'),
    confirmedDone: count((h) => !h.quarantinedAt && h.confirmations.at(-1) === true),
    confirmedNotDone: count((h) => !h.quarantinedAt && h.confirmations.at(-1) === false),
    medianDays: percentile(lengths, 0.5),
    p90Days: percentile(lengths, 0.9),
  };
}

function recountBody(all: History[], quarter: string | null, bodyId: number) {
  const mine = all.filter((h) => !h.quarantinedAt && (quarter === null || quarterOf(h.receivedAt) === quarter));
  const passes = mine.flatMap((h) =>
    h.passes.flatMap((pass, at) => {
      if (pass.body !== bodyId) return [];
      // Only the last body of a history answers; an earlier stay of the same body ended before that.
      const byIt = h.answeredAt !== null && h.passes.at(-1)?.body === bodyId;
      const answeredAt = byIt && h.answeredAt! >= pass.since && (!pass.until || h.answeredAt! <= pass.until) ? h.answeredAt : null;
      const next = h.passes.slice(at + 1).some((other) => other.body !== bodyId);
      return [{ h, pass, answeredAt, passedOn: next, waiting: !h.answeredAt && !pass.until && isOpen(h.state) && !h.withdrawnAt }];
    }),
  );
  const answered = passes.filter((one) => one.answeredAt);
  const waiting = passes.filter((one) => one.waiting);
  const lengths = answered.map(({ h, pass, answeredAt }) => days(h, dayOf(pass.since), dayOf(answeredAt!)));
  const waits = waiting.map(({ h, pass }) => days(h, dayOf(pass.since), TODAY));
  return {
    bodyId,
    received: passes.length,
    transferred: passes.filter((one) => !one.answeredAt && one.passedOn).length,
    answered: answered.length,
    onTime: answered.filter(({ h, answeredAt }) => !isLate(dayOf(answeredAt!), h.answerDue)).length,
    waiting: waiting.length,
    overdue: waiting.filter(({ h }) => !h.pausedOn && isLate(TODAY, h.answerDue)).length,
    medianDays: percentile(lengths, 0.5),
    p90Days: percentile(lengths, 0.9),
    longestWaitDays: waits.length > 0 ? Math.max(...waits) : null,
  };
}

describe('statistics', () => {
  it('equal a recount of every idea by hand, for each quarter and for all, over random histories', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(history, { maxLength: 16 }), async (histories) => {
        await store(histories);
        for (const quarter of [null, ...new Set(histories.map((h) => quarterOf(h.receivedAt)))]) {
          const read = await readStatistics(database.db, quarter, NOW);
          expect(read.figures).toEqual(recount(histories, quarter));
          const { received, published, waiting, refusedUnpublished, duplicatesUnpublished, withdrawn, handedOver } = read.figures;
          expect(published + waiting + refusedUnpublished + duplicatesUnpublished + withdrawn + handedOver).toBe(received);
          for (const { body, ...figures } of read.bodies) {
            expect(body).not.toBe('');
            expect(figures).toEqual(recountBody(histories, quarter, figures.bodyId));
          }
          const withWork = BODIES.filter((body) => recountBody(histories, quarter, body).received > 0);
          expect(read.bodies.map((one) => one.bodyId).toSorted()).toEqual(withWork.toSorted());
          const refused = histories.filter((h) => refusedByReception(h) && (!quarter || quarterOf(h.receivedAt) === quarter));
          for (const { reason, count } of read.reasons) expect(refused.filter((h) => h.reason === reason)).toHaveLength(count);
          expect(read.reasons.reduce((sum, one) => sum + one.count, 0)).toBe(refused.length);
          expect(read.quarters).toEqual(read.quarters.map((one) => recount(histories, one.quarter)));
        }
      }),
      { numRuns: 20 },
    );
  });

  it('counts nothing where nothing is, and nothing of the future', async () => {
    await store([]);
    const empty = await readStatistics(database.db, null, NOW);
    expect(empty.quarters.map((one) => one.quarter)).toEqual(['2026-Q4']);
    expect([empty.figures.received, empty.figures.medianDays, empty.bodies, empty.reasons]).toEqual([0, null, [], []]);
    const [later] = fc.sample(history, 1);
    await store([{ ...later!, receivedAt: new Date(NOW.getTime() + 1) }]);
    expect((await readStatistics(database.db, null, NOW)).figures.received).toBe(0);
  });

  it('puts midnight in Viet Nam between two quarters', async () => {
    const [one] = fc.sample(history, 1);
    const bare = { ...one!, passes: [], pauses: [], answeredAt: null, quarantinedAt: null };
    const midnight = startOf('2026-10-01');
    await store([{ ...bare, receivedAt: new Date(midnight.getTime() - 1) }, { ...bare, receivedAt: midnight }]);
    const { quarters } = await readStatistics(database.db, null, NOW);
    expect(quarters.map(({ quarter, received }) => [quarter, received])).toEqual([['2026-Q3', 1], ['2026-Q4', 1]]);
    expect(daysBetween(dayOf(midnight), '2026-10-01')).toBe(0);
  });
});
