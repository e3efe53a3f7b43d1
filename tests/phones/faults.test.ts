/**
 * Everything breaks within seconds: the network, both processes of the application, the database. Then every phone's own
 * ledger must agree with the database. The long form is `npm run chaos`.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeEverything } from '#modules/quizzes/actions/close.server.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import { check } from './checker.ts';
import { crowd, seeded } from './crowd.ts';
import { House, SECRET } from './house.ts';
import { troubledNetwork } from './proxy.ts';
import { testQuiz } from './quiz.ts';

const house = new House('tests/phones/app.ts');
beforeAll(() => house.open(2), 60_000);
afterAll(() => house.close());

test('killed processes, a killed database, a frozen process and a bad network lose nothing that was acknowledged', async () => {
  const quiz = await testQuiz(house.runtime, { members: 30, items: 12 });
  const network = await troubledNetwork(house.ports, seeded(11));
  network.trouble = 0.35;
  const people = await crowd(house.runtime, quiz, network, 1);
  const until = Date.now() + 8_000;
  const living = people.map((person) => person.live(until, 250));
  await wait(1_500);
  await house.killApp(0);
  await house.startApp(0);
  await house.killDatabase();
  await house.startDatabase();
  await house.freezeApp(1, 1_500);
  await Promise.all(living);
  network.trouble = 0;
  const finished = await Promise.all(people.map((person) => person.finish(30_000)));
  expect(finished.filter((done) => !done)).toHaveLength(0);

  // The time is over for those who forgot to hand in: both processes and this one close and score at once.
  await asSystem(house.runtime.db, 'test', (tx) => sql`
    update quizzes.attempt set started_at = started_at - interval '1 hour', deadline = now() - interval '100 seconds'`.execute(tx));
  await Promise.all([closeEverything(house.runtime, new Date()), closeEverything(house.runtime, new Date())]);
  const verdict = await check(house.runtime.db, people, SECRET);
  await network.stop();
  expect(verdict.broken).toEqual([]);
  expect(verdict).toMatchObject({ people: 30, receipts: 24, settled: 30 });
  expect(verdict.acknowledged).toBeGreaterThan(200);
  expect([...network.happened.values()].reduce((sum, times) => sum + times, 0)).toBeGreaterThan(50);
  // Nothing was ever answered with a fault of ours.
  const statuses = new Set(people.flatMap(({ phones }) => phones.flatMap((phone) => [...phone.statuses.keys()])));
  expect([...statuses].filter((status) => status >= 500 && status !== 503)).toEqual([]);

  // And the checker sees what is broken: one answer gone, one changed, one score, one receipt.
  for (const [what, tamper] of tampering) {
    let found = 0;
    const tampered = asSystem(house.runtime.db, 'test', async (tx) => {
      await sql.raw(tamper).execute(tx);
      found = (await check(tx, people, SECRET)).broken.length;
      throw new Error('undone');
    });
    await expect(tampered).rejects.toThrow('undone');
    expect([what, found > 0]).toEqual([what, true]);
  }
}, 120_000);

const tampering = [
  ['an answer gone', `delete from quizzes.event where (ticket_id, epoch, seq) in (
    select ticket_id, epoch, seq from quizzes.event where item >= 0 and epoch = 1 and seq = 1 limit 1)`],
  ['an answer changed', `update quizzes.event set answer = '{"type":"single","option":999}' where seq = 2 and item >= 0`],
  ['a score', `update quizzes.attempt set points = points + 1`],
  ['a receipt', `update quizzes.attempt set receipt = '00000000' where ticket_id = (select min(ticket_id) from quizzes.attempt
    where receipt is not null)`],
] as const;
