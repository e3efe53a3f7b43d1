/** The server's side of the protocol, over HTTP and on a real database (docs/decisions/0020). */
import { createDecipheriv } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { sql, type RawBuilder } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeAttempts, closeEverything } from '#modules/quizzes/actions/close.server.ts';
import { signTicket } from '#modules/quizzes/actions/token.server.ts';
import { lockTicket, setExtra } from '#modules/quizzes/store/ticket.server.ts';
import type { Sheet } from '#modules/quizzes/rules/wire.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import { testRuntime, type TestRuntime } from '#platform/testing/runtime.ts';
import { asker, choice, DEVICE, OTHER_DEVICE, submit } from './ask.ts';
import { testQuiz, type TestQuiz, type TestQuizOptions, type TestTicket } from './quiz.ts';
import { servePhones, type Served } from './serve.ts';

let runtime: TestRuntime;
let served: Served;
let phone: ReturnType<typeof asker>;
beforeAll(async () => {
  runtime = await testRuntime();
  served = await servePhones(runtime);
  phone = asker(served.port);
});
afterAll(async () => {
  await served.stop();
  await runtime.drop();
});

const run = <T>(query: RawBuilder<T>) => asSystem(runtime.db, 'test', (tx) => query.execute(tx));
const one = async (options: TestQuizOptions = {}): Promise<[TestTicket, TestQuiz]> => {
  const quiz = await testQuiz(runtime, { members: 1, ...options });
  return [quiz.tickets[0]!, quiz];
};
/** As if so many seconds had gone by since the attempt began. */
const later = (ticket: TestTicket, seconds: number) => run(sql`
  update quizzes.attempt set started_at = started_at - make_interval(secs => ${seconds}),
    deadline = deadline - make_interval(secs => ${seconds}) where ticket_id = ${ticket.payload.ticket}`);

describe('an attempt', () => {
  test('begins once, takes answers, is handed in once, and says the same receipt for ever', async () => {
    const [ticket] = await one();
    const begun = await phone.start(ticket);
    expect(begun).toMatchObject({ status: 200, body: { epoch: 1, state: 'open', received: 0, answered: 0, receipt: null } });
    expect((await phone.start(ticket, { elapsed: 5_000 })).body.deadline).toBe(begun.body.deadline);
    expect((await phone.put(ticket, [choice(1), choice(2, 8)])).body).toMatchObject({ received: 2, answered: 2 });
    expect((await phone.put(ticket, [choice(1), choice(2, 8)])).body).toMatchObject({ received: 2, answered: 2 });
    const handedIn = await phone.put(ticket, [choice(3, 7, 2), submit(4)]);
    expect(handedIn.body).toMatchObject({ state: 'submitted', received: 4, answered: 2, receipt: { answered: 2, of: 10 } });
    expect(handedIn.body.receipt?.code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
    expect((await phone.put(ticket, [submit(4)])).body.receipt).toEqual(handedIn.body.receipt);
    expect((await phone.get(ticket)).body).toMatchObject({
      receipt: handedIn.body.receipt, answers: [{ item: 7, seq: 3 }, { item: 8, seq: 2 }],
    });
  });

  test('has the minutes that were given in the very moment it began', async () => {
    const [ticket] = await one({ limit: 30 });
    const { begun, asked } = await asSystem(runtime.db, 'test', async (tx) => {
      await lockTicket(tx, ticket.payload.ticket);
      const asked = Date.now();
      const begun = phone.start(ticket);
      await expect.poll(async () => (await sql`select from pg_locks where not granted`.execute(runtime.db)).rows.length).toBeGreaterThan(0);
      await setExtra(tx, ticket.payload.ticket, 15);
      return { begun: () => begun, asked };
    });
    const { body } = await begun();
    expect(new Date(body.deadline).getTime() - asked).toBeGreaterThan(44 * 60_000);
  });

  test('is not handed in while something that was written before is missing', async () => {
    const [ticket] = await one();
    await phone.start(ticket);
    expect((await phone.put(ticket, [submit(3)])).body).toMatchObject({ state: 'open', received: 0, receipt: null });
    expect((await phone.put(ticket, [choice(2, 8)])).body).toMatchObject({ state: 'open', received: 0 });
    expect((await phone.put(ticket, [choice(1)])).body).toMatchObject({ state: 'submitted', received: 3, receipt: { answered: 2 } });
  });

  test('an answer after the submit is kept, and said not to count', async () => {
    const [ticket] = await one();
    await phone.start(ticket);
    const { body } = await phone.put(ticket, [choice(1), submit(2)]);
    const after = await phone.put(ticket, [choice(3, 9)]);
    expect(after).toMatchObject({ status: 409, body: { problem: 'submitted', answered: 1, receipt: body.receipt } });
    const { rows } = await run(sql<{ n: number }>`select count(*)::int as n from quizzes.event where ticket_id = ${ticket.payload.ticket}`);
    expect(rows[0]?.n).toBe(3);
  });

  test('a cleared answer is no answer; of several the greatest seq stands, however they arrive', async () => {
    const [ticket] = await one();
    await phone.start(ticket);
    await phone.put(ticket, [{ ...choice(3), answer: null }]);
    expect((await phone.put(ticket, [choice(1), choice(2, 7, 3)])).body).toMatchObject({ received: 3, answered: 0 });
  });
});

describe('a second device', () => {
  test('takes over with every confirmed answer; the first is told, and loses nothing silently', async () => {
    const [ticket] = await one();
    await phone.start(ticket);
    await phone.put(ticket, [choice(1), choice(2, 8), choice(3, 7, 2)]);
    expect(await phone.start(ticket, { device: OTHER_DEVICE })).toMatchObject({ status: 409, body: { problem: 'superseded', epoch: 1 } });
    expect(await phone.put(ticket, [choice(4)], { device: OTHER_DEVICE })).toMatchObject({ status: 409, body: { received: 3 } });
    const taken = await phone.takeover(ticket);
    expect(taken.body).toMatchObject({ epoch: 2, received: 2, answered: 2 });
    expect(taken.body.answers.map(({ item, answer }) => [item, answer])).toEqual([
      [7, { type: 'single', option: 2 }], [8, { type: 'single', option: 0 }],
    ]);
    expect((await phone.takeover(ticket)).body).toMatchObject({ epoch: 2, received: 2 });
    const stale = await phone.put(ticket, [choice(4, 9)]);
    expect(stale).toMatchObject({ status: 409, body: { problem: 'superseded', epoch: 2, received: 2, answered: 2 } });
    const live = await phone.put(ticket, [choice(3, 9), submit(4)], { epoch: 2, device: OTHER_DEVICE });
    expect(live.body).toMatchObject({ state: 'submitted', receipt: { answered: 3 } });
    expect((await phone.takeover(ticket, DEVICE)).body).toMatchObject({ epoch: 2, state: 'submitted' });
  });

  test('a takeover that broke off half way is finished by whoever comes next', async () => {
    const [ticket] = await one();
    await phone.start(ticket);
    await phone.put(ticket, [choice(1), choice(2, 8)]);
    await run(sql`update quizzes.attempt set epoch = 2, device = ${OTHER_DEVICE} where ticket_id = ${ticket.payload.ticket}`);
    expect((await phone.get(ticket)).body).toMatchObject({ epoch: 2, received: 2, answered: 2 });
    expect((await phone.takeover(ticket, DEVICE)).body).toMatchObject({ epoch: 3, received: 2, answered: 2 });
  });
});

describe('the clock', () => {
  test('only the server has one: a start without network counts from then, and never moves the deadline away', async () => {
    const [early, quiz] = await one({ members: 3, limit: 30 });
    const now = Date.now();
    const said = await phone.start(early, { elapsed: 20_000 });
    expect(Math.abs(Date.parse(said.body.deadline) - (now + 30 * 60_000 - 20_000))).toBeLessThan(5_000);
    // The sitting opened a minute ago: nobody began before that.
    const long = await phone.start(quiz.tickets[1]!, { elapsed: 24 * 3_600_000 });
    expect(Date.parse(long.body.started)).toBe(quiz.tickets[1]!.payload.opens);
    const wrong = await phone.start(quiz.tickets[2]!, { elapsed: -60_000 });
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ field: 'elapsed', code: 'attempt.shape' }] } });
  });

  test('the end of the sitting is the end, and nothing begins before it opens or after it', async () => {
    const [last] = await one({ closesIn: 60_000, limit: 30 });
    expect(Date.parse((await phone.start(last)).body.deadline)).toBe(last.payload.closes);
    const [future] = await one({ opensIn: 60_000 });
    const early = await phone.start(future);
    expect(early).toMatchObject({ status: 425, body: { errors: [{ code: 'sitting.early' }] } });
    expect(Number(early.headers.get('retry-after'))).toBeGreaterThan(50);
    const [over] = await one({ opensIn: -120_000, closesIn: -30_000 });
    expect(await phone.start(over)).toMatchObject({ status: 409, body: { errors: [{ code: 'sitting.over' }] } });
    // Begun in time without network, says the stopwatch; it comes late and is settled by the rule.
    expect((await phone.start(over, { elapsed: 60_000 })).status).toBe(200);
  });

  test('deadline + 90 s is normal; after it answers are kept, marked, and settled by the rule', async () => {
    for (const [lateRule, points] of [['count', 2], ['decide', 1], ['ignore', 1]] as const) {
      const [ticket] = await one({ lateRule, limit: 30 });
      await phone.start(ticket);
      const right = await rightOption(ticket);
      await phone.put(ticket, [choice(1, 7, right(7))]);
      await later(ticket, 30 * 60 + 80);
      expect((await phone.put(ticket, [choice(2, 8, 9)])).status).toBe(422);
      expect((await phone.put(ticket, [{ ...choice(2, 8, right(8)), answer: null }])).body.late).toBe(false);
      await later(ticket, 20);
      // Written in time by the stopwatch, and one that was written after the deadline.
      const arrived = await phone.put(ticket, [choice(3, 9, right(9), 29 * 60_000), choice(4, 8, right(8), 33 * 60_000)]);
      expect(arrived).toMatchObject({ status: 200, body: { received: 4, late: true } });
      await closeEverything(runtime, new Date());
      expect((await phone.result(ticket)).body).toMatchObject({ settled: true, points });
    }
  });

  test('the server closes; what comes later for a settled attempt is settled again, and can still be handed in', async () => {
    const [ticket] = await one({ limit: 1 });
    await phone.start(ticket);
    const right = await rightOption(ticket);
    await phone.put(ticket, [choice(1, 7, right(7))]);
    await later(ticket, 60 + 94);
    expect(await closeAttempts(runtime, new Date())).toBe(0);
    await later(ticket, 2);
    await Promise.all([closeEverything(runtime, new Date()), closeEverything(runtime, new Date())]);
    expect((await phone.get(ticket)).body.state).toBe('closed');
    expect((await phone.result(ticket)).body).toMatchObject({ settled: true, points: 1 });
    const late = await phone.put(ticket, [choice(2, 8, right(8), 50_000), submit(3)]);
    expect(late.body).toMatchObject({ state: 'submitted', late: true, receipt: { answered: 2 } });
    expect((await phone.result(ticket)).body).toMatchObject({ settled: true, points: 2 });
  });
});

describe('what is given out', () => {
  test('the sealed sheet at any time, the key only when it has opened; both as small shared files', async () => {
    const [ticket, quiz] = await one({ opensIn: 60_000 });
    const at = `/sittings/${quiz.sittings[0]}`;
    expect(await phone.ask('GET', `${at}/key`)).toMatchObject({ status: 425 });
    await run(sql`update quizzes.sitting set opens_at = now() - interval '1 second' where id = ${quiz.sittings[0]}`);
    const url = `http://127.0.0.1:${served.port}/api/v1${at}`;
    const sealed = await fetch(`${url}/sheets/${ticket.payload.sheet}`);
    expect(sealed.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect((await fetch(`${url}/sheets/${ticket.payload.sheet}`, { headers: { 'if-none-match': sealed.headers.get('etag')! } })).status).toBe(304);
    const bytes = Buffer.from(await sealed.arrayBuffer());
    const sheet = unseal(bytes, quiz.sheetKey);
    expect(sheet).toMatchObject({ quiz: quiz.quizId, sitting: quiz.sittings[0], number: ticket.payload.sheet });
    expect(sheet.items).toHaveLength(10);
    // Nothing of the key: neither what is right nor why.
    expect(JSON.stringify(sheet)).not.toMatch(/right"|explanation|accepted|answer|feedback|Theo điều/);
    expect(await phone.ask('GET', `${at}/sheets/99`)).toMatchObject({ status: 404 });
    expect(await phone.ask('GET', '/sittings/999999/key')).toMatchObject({ status: 404 });
  });

  test('the key is the one that was used', async () => {
    const [, quiz] = await one();
    const { status, body, headers } = await phone.ask<{ key: string }>('GET', `/sittings/${quiz.sittings[0]}/key`);
    expect([status, headers.get('cache-control')]).toEqual([200, 'public, max-age=3600']);
    expect(Buffer.from(body.key, 'base64url').equals(quiz.sheetKey)).toBe(true);
  });
});

const unseal = (bytes: Buffer, key: Buffer): Sheet => {
  const open = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
  open.setAuthTag(bytes.subarray(-16));
  return JSON.parse(gunzipSync(Buffer.concat([open.update(bytes.subarray(12, -16)), open.final()])).toString()) as Sheet;
};

/** By item of the ticket's sheet, where "đúng" stands. */
async function rightOption(ticket: TestTicket): Promise<(item: number) => number> {
  const { rows } = await run(sql<{ sealed: Buffer; key: Buffer }>`
    select s.sealed, t.sheet_key as key from quizzes.sheet s join quizzes.sitting t on t.id = s.sitting_id
    where s.sitting_id = ${ticket.payload.sitting} and s.number = ${ticket.payload.sheet}`);
  const sheet = unseal(rows[0]!.sealed, rows[0]!.key);
  return (item) => (sheet.items[item] as { options: string[] }).options.indexOf('đúng');
}

describe('what is refused, in words, and changes nothing', () => {
  test('tickets that are missing, forged or of somebody else', async () => {
    const [mine, quiz] = await one({ members: 2 });
    const other = quiz.tickets[1]!;
    await phone.start(mine);
    const [body, signature] = mine.token.split('.') as [string, string];
    const lifted = Buffer.from(JSON.stringify({ ...mine.payload, extra: 999 })).toString('base64url');
    for (const token of [`${lifted}.${signature}`, `${body}.`, `${body}.AAAA`, 'x', `${body}.${signature}x`.slice(1)]) {
      expect(await phone.start({ ...mine, token })).toMatchObject({ status: 401, body: { errors: [{ code: 'ticket.forged' }] } });
    }
    expect((await phone.ask('GET', `/attempts/${mine.payload.ticket}-1`)).body.errors?.[0]).toMatchObject({ code: 'ticket.missing' });
    for (const ask of [phone.get, phone.result, phone.takeover, (ticket: TestTicket) => phone.put(ticket, [choice(1)])]) {
      expect(await ask({ ...mine, token: other.token })).toMatchObject({ status: 403, body: { errors: [{ code: 'attempt.foreign' }] } });
    }
    expect((await phone.get(mine)).body).toMatchObject({ received: 0, epoch: 1 });
  });

  test('items and answers that are not on the sheet, an absurd seq, fields that nobody knows, half a text', async () => {
    const [ticket] = await one();
    await phone.start(ticket);
    const refused: [unknown, number, string][] = [
      [[choice(1, 10)], 422, 'event.item'],
      [[choice(1, -2)], 422, 'event.item'],
      [[choice(1, 7, 4)], 422, 'event.answer'],
      [[choice(1, 2)], 422, 'event.answer'],
      [[choice(100_001)], 422, 'event.seq'],
      [[choice(0)], 422, 'event.seq'],
      [[{ ...choice(1), at: 1 }], 422, 'attempt.shape'],
      [[{ ...choice(1), answer: { type: 'single', option: 0, right: true } }], 422, 'event.answer'],
      [[{ ...choice(1, 5), answer: { type: 'short', text: 'x'.repeat(10_001) } }], 422, 'event.answer'],
      [[{ ...choice(1, 5), answer: { type: 'short', text: 'a\0b' } }], 422, 'event.answer'],
      [[{ ...choice(1, 5), answer: { type: 'short', text: '\ud800' } }], 422, 'event.answer'],
      [[{ ...choice(1), answer: { type: '__proto__' } }], 422, 'event.answer'],
      [Array.from({ length: 201 }, (_, at) => choice(at + 1)), 422, 'batch.large'],
      ['x', 422, 'attempt.shape'],
    ];
    for (const [events, status, code] of refused) {
      const said = await phone.put(ticket, events as never);
      expect([code, said.status, said.body.errors?.[0]?.code]).toEqual([code, status, code]);
      expect(said.body.errors?.[0]?.detail).not.toMatch(/problem/);
    }
    for (const raw of ['', '{', 'null', '[]', '{"epoch":1e99}']) {
      const { status } = await phone.ask('PUT', `/attempts/${ticket.payload.ticket}-1/events`, { token: ticket.token, raw });
      expect([400, 422]).toContain(status);
    }
    const large = await phone.ask('PUT', `/attempts/${ticket.payload.ticket}-1/events`, { token: ticket.token, raw: `"${'x'.repeat(5_000_000)}"` });
    expect(large.status).toBe(413);
    // A gap is no mistake: what is missing may still be on its way.
    expect((await phone.put(ticket, [choice(50)])).body).toMatchObject({ received: 0, answered: 1 });
  });

  test('attempts that were not begun, are one too many, or come before the one before', async () => {
    const [ticket] = await one({ attempts: 2 });
    expect(await phone.put(ticket, [choice(1)])).toMatchObject({ status: 404, body: { errors: [{ code: 'attempt.unknown' }] } });
    expect(await phone.start(ticket, { ordinal: 2 })).toMatchObject({ status: 409, body: { errors: [{ code: 'attempt.previous' }] } });
    await phone.start(ticket);
    expect(await phone.start(ticket, { ordinal: 2 })).toMatchObject({ status: 409 });
    await phone.put(ticket, [submit(1)]);
    expect((await phone.start(ticket, { ordinal: 2 })).status).toBe(200);
    expect(await phone.start(ticket, { ordinal: 3 })).toMatchObject({ status: 409, body: { errors: [{ code: 'attempt.many' }] } });
    expect((await phone.ask('GET', '/attempts/abc', { token: ticket.token })).status).toBe(404);
    expect((await phone.ask('GET', `/attempts/${ticket.payload.ticket}-9999`, { token: ticket.token })).status).toBe(404);
  });

  test('one program that never stops; three hundred phones behind one address are let through', async () => {
    const [, quiz] = await one({ members: 300 });
    const all = await Promise.all(quiz.tickets.map(async (ticket) => {
      const statuses = [(await phone.start(ticket)).status];
      for (let seq = 1; seq <= 4; seq += 1) statuses.push((await phone.put(ticket, [choice(seq)])).status);
      return statuses;
    }));
    expect(new Set(all.flat())).toEqual(new Set([200]));
    const flood = await Promise.all(Array.from({ length: 200 }, () => phone.put(quiz.tickets[0]!, [choice(5)])));
    const refused = flood.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(50);
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

describe('results', () => {
  test('are not told to the secretary who wrote for a member; explanations while both practise are', async () => {
    const [ticket] = await one({ mode: 'practice', explanations: 'answered' });
    const payload = { ...ticket.payload, assisted: true as const };
    const assisted = { ...ticket, payload, token: signTicket(runtime.config.secret, payload) };
    await phone.start(assisted);
    await phone.put(assisted, [choice(1)]);
    expect((await phone.result(assisted)).body).toMatchObject({ settled: false, points: 0, passed: null, items: [{ item: 7 }] });
    await phone.put(assisted, [submit(2)]);
    expect(await phone.result(assisted)).toMatchObject({ status: 403, body: { errors: [{ code: 'result.own' }] } });
    expect((await phone.result(ticket)).body).toMatchObject({ settled: true });
  });

  test('right answers only when the rule says so', async () => {
    const shown = async (options: TestQuizOptions) => {
      const [ticket] = await one(options);
      await phone.start(ticket);
      await phone.put(ticket, [choice(1, 7, 0)]);
      const open = (await phone.result(ticket)).body.items.length;
      await phone.put(ticket, [submit(2)]);
      return [open, (await phone.result(ticket)).body.items.length];
    };
    expect(await shown({ explanations: 'submitted' })).toEqual([0, 10]);
    expect(await shown({ explanations: 'never' })).toEqual([0, 0]);
    expect(await shown({ explanations: 'closed' })).toEqual([0, 0]);
    expect(await shown({ explanations: 'answered', mode: 'practice' })).toEqual([1, 10]);
    expect(await shown({ explanations: 'answered', mode: 'test' })).toEqual([0, 10]);
  });

  test('every type is scored by its places on the sheet', async () => {
    const [ticket] = await one();
    await phone.start(ticket);
    await phone.put(ticket, [submit(1)]);
    const { items } = (await phone.result(ticket)).body;
    const [again] = await one();
    await phone.start(again);
    const own = await asSystem(runtime.db, 'test', (tx) => sql`
      update quizzes.sheet s set content = jsonb_set(o.content, '{sitting}', to_jsonb(s.sitting_id)) from quizzes.sheet o
      where s.sitting_id = ${again.payload.sitting} and o.sitting_id = ${ticket.payload.sitting} and o.number = ${ticket.payload.sheet}`.execute(tx));
    expect(Number(own.numAffectedRows)).toBe(2);
    await phone.put(again, [...items.map(({ item, right }, at) => ({ seq: at + 1, item, answer: right!, ms: at })), submit(11)]);
    expect((await phone.result(again)).body).toMatchObject({ points: 10, ofPoints: 10, correct: 10, passed: true });
  });
});
