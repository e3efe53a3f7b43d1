/** Who gets a ticket, and whose it then is. */
import { sql, type RawBuilder } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keeper, membersRuntime, must, NOW, type Members } from '#modules/members/actions/testing.ts';
import { createPerson, operator, type Person } from '#modules/people/index.server.ts';
import { assistedTicket, bookSitting, giveExtra, readAllowances, readPlayerPage, takeBackExtra, ticketFor } from '#modules/quizzes/index.server.ts';
import { openToken } from '#modules/quizzes/actions/token.server.ts';
import { asPerson, asSystem } from '#platform/database/scope.server.ts';
import { asker } from './ask.ts';
import { testQuiz } from './quiz.ts';
import { servePhones } from './serve.ts';

let runtime: Members;
beforeAll(async () => {
  runtime = await membersRuntime({});
});
afterAll(() => runtime.drop());

/** Somebody who is signed in. */
const officer = async (body: number): Promise<{ actor: Person; now: Date }> => ({ actor: (await keeper(runtime, body, 'secretary')).actor as Person, now: NOW });

const run = <T>(query: RawBuilder<T>) => asSystem(runtime.db, 'test', (tx) => query.execute(tx));

let count = 0;
/** A member of the first branch with an account, on the roster of a campaign. */
async function member(campaignId: number | null): Promise<{ actor: Person; memberId: number }> {
  count += 1;
  const number = count;
  const person = { name: 'Văn Nam', signInName: `dang.vien.${number}`, password: 'Cau-Noi-mau-2026' };
  const { personId } = must(await createPerson(runtime, person, { by: operator, now: NOW }));
  const { rows } = await run(sql<{ id: number }>`
    insert into members.member (code, full_name, created_at, updated_at, person_id)
    values (${`DV-${number}`}, ${person.name}, ${NOW}, ${NOW}, ${personId}) returning id`);
  const memberId = rows[0]!.id;
  if (campaignId !== null) {
    await run(sql`insert into study.participant (campaign_id, member_id, body_id) values (${campaignId}, ${memberId}, ${runtime.branches[0]})`);
  }
  return { actor: { kind: 'person', personId, name: person.name, grants: [] }, memberId };
}
const quizOf = (more: object = {}) => testQuiz(runtime, { now: NOW, members: 0, bodyId: runtime.branches[0]!, ...more });

test('whoever is on the roster, always the same one; nobody else', async () => {
  const { quizId, campaignId } = await quizOf();
  const { actor } = await member(campaignId);
  const first = must(await ticketFor(runtime, quizId, { actor, now: NOW }));
  expect(must(await ticketFor(runtime, quizId, { actor, now: NOW }))).toEqual(first);
  expect(openToken(runtime.config.secret, first.token)).toEqual(first.payload);
  expect(openToken(`${runtime.config.secret}x`, first.token)).toBeUndefined();
  const stranger = await member(null);
  expect(await ticketFor(runtime, quizId, { actor: stranger.actor, now: NOW })).toMatchObject({ ok: false, problems: [{ code: 'ticket.roster' }] });
  expect(await ticketFor(runtime, 999_999, { actor, now: NOW })).toMatchObject({ ok: false, problems: [{ code: 'quiz.missing' }] });
  const seen = (personId: string) => asPerson(runtime.db, personId, (tx) => sql`select id from quizzes.ticket`.execute(tx));
  expect((await seen(actor.personId)).rows).toHaveLength(1);
  expect((await seen(stranger.actor.personId)).rows).toHaveLength(0);
});

test('the last place of a sitting is taken once, however many ask at the same moment', async () => {
  const { quizId, campaignId, sittings } = await quizOf({ sittings: 2, places: 3 });
  const people = await Promise.all(Array.from({ length: 8 }, () => member(campaignId)));
  expect(await ticketFor(runtime, quizId, { actor: people[0]!.actor, now: NOW })).toMatchObject({ problems: [{ code: 'ticket.choose' }] });
  const booked = await Promise.all(people.flatMap(({ actor }) => [0, 1].map(() => bookSitting(runtime, quizId, sittings[0]!, { actor, now: NOW }))));
  const refused = booked.flatMap((one) => (one.ok ? [] : one.problems.map(({ code }) => code)));
  expect(new Set(refused)).toEqual(new Set(['sitting.full']));
  const { rows } = await run(sql<{ n: number }>`select count(*)::int as n from quizzes.ticket where sitting_id = ${sittings[0]}`);
  expect(rows[0]?.n).toBe(3);
  // Whoever has none takes the other; whoever has one may change, and makes room.
  const holder = people[booked.findIndex((one) => one.ok) >> 1]!;
  must(await bookSitting(runtime, quizId, sittings[1]!, { actor: holder.actor, now: NOW }));
  const waiting = people.find((_, at) => !booked[at * 2]!.ok && !booked[at * 2 + 1]!.ok)!;
  must(await bookSitting(runtime, quizId, sittings[0]!, { actor: waiting.actor, now: NOW }));
});

/** Both ways round: who waits for the ticket is the one who begins, and the one who books. */
test('booking another sitting in the very moment of a start: what began counts where it began, and the ticket is there', async () => {
  const served = await servePhones(runtime);
  const phone = asker(served.port);
  const now = new Date();
  const waits = () => expect.poll(async () => (await sql`select from pg_locks where not granted`.execute(runtime.db)).rows.length).toBeGreaterThan(0);
  const { quizId, campaignId, sittings: [first, second] } = await quizOf({ sittings: 2, now });
  const booked = async () => {
    const { actor, memberId } = await member(campaignId);
    return { actor, ticket: { ...must(await bookSitting(runtime, quizId, first!, { actor, now })), memberId } };
  };
  try {
    const early = await booked();
    const { begun } = await asSystem(runtime.db, 'test', async (tx) => {
      await sql`update quizzes.ticket set sitting_id = ${second} where id = ${early.ticket.payload.ticket}`.execute(tx);
      const begun = phone.start(early.ticket);
      await waits();
      return { begun: () => begun };
    });
    expect(await begun()).toMatchObject({ status: 200 });
    expect(must(await ticketFor(runtime, quizId, { actor: early.actor, now })).payload.sitting).toBe(first);

    // Begun in a hall without network, and another sitting booked on another device before the phone could say so.
    const offline = await booked();
    const other = { ...must(await bookSitting(runtime, quizId, second!, { actor: offline.actor, now })), memberId: offline.ticket.memberId };
    expect(await phone.start(offline.ticket, { elapsed: 60_000 })).toMatchObject({ status: 200 });
    expect(await phone.takeover(other)).toMatchObject({ status: 409, body: { errors: [{ code: 'ticket.moved' }] } });
    expect(await bookSitting(runtime, quizId, second!, { actor: offline.actor, now })).toMatchObject({ problems: [{ code: 'ticket.begun' }] });

    // The other way round: a phone that still has the sheet of the sitting before goes on with nothing.
    const stale = await booked();
    const fresh = { ...must(await bookSitting(runtime, quizId, second!, { actor: stale.actor, now })), memberId: stale.ticket.memberId };
    expect(await phone.start(fresh)).toMatchObject({ status: 200 });
    expect(await phone.takeover(stale.ticket)).toMatchObject({ status: 409, body: { errors: [{ code: 'ticket.moved' }] } });
    expect(await phone.start(stale.ticket, { ordinal: 2 })).toMatchObject({ status: 409 });

    const late = await booked();
    const id = late.ticket.payload.ticket;
    const { moved } = await asSystem(runtime.db, 'test', async (tx) => {
      await sql`select from quizzes.ticket where id = ${id} for share`.execute(tx);
      const moved = bookSitting(runtime, quizId, second!, { actor: late.actor, now });
      await waits();
      await sql`
        insert into quizzes.attempt (ticket_id, ordinal, quiz_id, sitting_id, branch_id, sheet_number, device, started_at, deadline)
        values (${id}, 1, ${quizId}, ${first}, ${runtime.branches[0]}, 1, gen_random_uuid(), ${now}, ${now}::timestamptz + interval '30 minutes')`.execute(tx);
      return { moved: () => moved };
    });
    expect(await moved()).toMatchObject({ problems: [{ code: 'ticket.begun' }] });
    const { rows } = await run(sql`select from quizzes.attempt a join quizzes.ticket t on t.id = a.ticket_id
      where a.quiz_id = ${quizId} and a.sitting_id <> t.sitting_id`);
    expect(rows).toHaveLength(0);
  } finally {
    await served.stop();
  }
});

test('two sittings at the same hours are told apart by the session after which they are', async () => {
  const { quizId, campaignId, sittings } = await quizOf({ sittings: 2 });
  await run(sql`with held as (
      insert into study.session (campaign_id, body_id, kind, title, venue, starts_at, ends_at, code_secret, created_at)
      values (${campaignId}, ${runtime.branches[0]}, 'main', 'Lớp nhà văn hóa ấp', 'Ấp', ${NOW}, ${NOW}::timestamptz + interval '1 hour', ${Buffer.alloc(32, 1)}, ${NOW})
      returning id)
    update quizzes.sitting set session_id = held.id from held where quizzes.sitting.id = ${sittings[0]}`);
  const { actor } = await member(campaignId);
  const page = must(await readPlayerPage(runtime, quizId, { actor, now: NOW }));
  const named = new Map(page.sittings.map(({ id, session }) => [id, session]));
  expect([named.get(sittings[0]!), named.get(sittings[1]!)]).toEqual(['Lớp nhà văn hóa ấp', null]);
});

test('a secretary answers for a member of the own branch who agreed; it is on record', async () => {
  const { quizId, campaignId } = await quizOf();
  const { actor, memberId } = await member(campaignId);
  const secretary = await officer(runtime.branches[0]!);
  const other = await officer(runtime.branches[1]!);
  const wish = { quizId, memberId, sitting: null, consent: true };
  expect(await assistedTicket(runtime, wish, other)).toMatchObject({ problems: [{ code: 'forbidden' }] });
  expect(await assistedTicket(runtime, { ...wish, consent: false }, secretary)).toMatchObject({ problems: [{ code: 'consent.missing' }] });
  const { payload } = must(await assistedTicket(runtime, wish, secretary));
  expect(payload.assisted).toBe(true);
  expect(must(await ticketFor(runtime, quizId, { actor, now: NOW })).payload).toEqual({ ...payload, assisted: undefined });
  const { rows } = await run(sql<{ by: string; acts: number }>`
    select assisted_by as by, (select count(*)::int from audit.act where kind = 'quizzes.assist' and subject = ${`ticket:${payload.ticket}`}) as acts
    from quizzes.ticket where id = ${payload.ticket}`);
  expect(rows[0]).toEqual({ by: secretary.actor.personId, acts: 1 });
});

test('more minutes move the deadline of what is open; only upwards, only by those who may', async () => {
  const { quizId, campaignId } = await quizOf({ limit: 30 });
  const { actor, memberId } = await member(campaignId);
  const { payload } = must(await ticketFor(runtime, quizId, { actor, now: NOW }));
  await run(sql`
    insert into quizzes.attempt (ticket_id, ordinal, quiz_id, sitting_id, branch_id, sheet_number, device, started_at, deadline)
    values (${payload.ticket}, 1, ${quizId}, ${payload.sitting}, ${runtime.branches[0]}, 1, gen_random_uuid(), ${NOW},
      ${NOW}::timestamptz + interval '30 minutes')`);
  const secretary = await officer(runtime.branches[0]!);
  const who = { quizId, memberId };
  expect(await giveExtra(runtime, who, 15, { actor, now: NOW })).toMatchObject({ problems: [{ code: 'forbidden' }] });
  expect(await giveExtra(runtime, who, 15, await officer(runtime.branches[1]!))).toMatchObject({ problems: [{ code: 'forbidden' }] });
  expect(await giveExtra(runtime, { quizId, memberId: 999_999 }, 15, secretary)).toMatchObject({ problems: [{ code: 'ticket.unknown' }] });
  must(await giveExtra(runtime, who, 15, secretary));
  expect(await giveExtra(runtime, who, 10, secretary)).toMatchObject({ problems: [{ code: 'extra.begun' }] });
  expect(await giveExtra(runtime, who, 301, secretary)).toMatchObject({ problems: [{ code: 'extra.range' }] });
  expect(await takeBackExtra(runtime, who, secretary)).toMatchObject({ problems: [{ code: 'extra.begun' }] });
  const { rows } = await run(sql<{ deadline: Date }>`select deadline from quizzes.attempt where ticket_id = ${payload.ticket}`);
  expect(rows[0]?.deadline.getTime()).toBe(NOW.getTime() + 45 * 60_000);
  expect(must(await ticketFor(runtime, quizId, { actor, now: NOW })).payload.extra).toBe(15);
});

test('more minutes wait for whoever has no ticket yet, and can be taken back before they begin; it is on record', async () => {
  const { quizId, campaignId } = await quizOf({ limit: 30 });
  const { actor, memberId } = await member(campaignId);
  const secretary = await officer(runtime.branches[0]!);
  const who = { quizId, memberId };
  must(await giveExtra(runtime, who, 20, secretary));
  expect(must(await ticketFor(runtime, quizId, { actor, now: NOW })).payload.extra).toBe(20);
  must(await giveExtra(runtime, who, 5, secretary));
  expect(must(await ticketFor(runtime, quizId, { actor, now: NOW })).payload.extra).toBe(5);
  must(await takeBackExtra(runtime, who, secretary));
  expect(must(await ticketFor(runtime, quizId, { actor, now: NOW })).payload.extra).toBe(0);
  expect(await takeBackExtra(runtime, who, secretary)).toMatchObject({ problems: [{ code: 'extra.none' }] });
  const { rows } = await run(sql<{ kind: string }>`select kind from audit.act where subject = ${`member:${memberId}`} and kind like 'quizzes.%' order by id`);
  expect(rows.map(({ kind }) => kind)).toEqual(['quizzes.extend', 'quizzes.extend', 'quizzes.takeBackExtra']);
});

test('people are found by name or code without accents, in the branches that the asker keeps and nowhere else', async () => {
  const { quizId, campaignId } = await quizOf({ limit: 30 });
  const { memberId } = await member(campaignId);
  const elsewhere = await member(null);
  await run(sql`insert into study.participant (campaign_id, member_id, body_id) values (${campaignId}, ${elsewhere.memberId}, ${runtime.branches[1]})`);
  await run(sql`update members.member set full_name = 'Điểu Thị Hòa' where id in (${memberId}, ${elsewhere.memberId})`);
  const secretary = await officer(runtime.branches[0]!);
  const found = async (q: string) => must(await readAllowances(runtime, quizId, q, secretary)).found.map((one) => one.memberId);
  expect([await found('dieu hoa'), await found(`dv-${count - 1}`), await found('hoà thị'), await found('')]).toEqual([[memberId], [memberId], [memberId], []]);
  must(await giveExtra(runtime, { quizId, memberId }, 15, secretary));
  const page = must(await readAllowances(runtime, quizId, '', secretary));
  expect(page.given).toMatchObject([{ memberId, name: 'Điểu Thị Hòa', minutes: 15, begun: false }]);
  expect(must(await readAllowances(runtime, quizId, 'hoa', await officer(runtime.branches[1]!)))).toMatchObject({ given: [], found: [{ memberId: elsewhere.memberId }] });
  expect(await readAllowances(runtime, quizId, '', { actor: elsewhere.actor, now: NOW })).toMatchObject({ problems: [{ code: 'quiz.missing' }] });
});
