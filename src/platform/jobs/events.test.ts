import { afterAll, beforeAll, expect, test } from 'vitest';
import { testRuntime, type TestRuntime } from '../testing/runtime.ts';
import { drainEvents, emit, takeEvents, type Job } from './events.server.ts';
import { startWorker } from './worker.server.ts';

let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await testRuntime();
});
afterAll(() => runtime.drop());

const collector = (name: string, on: string[]) => {
  const seen: unknown[] = [];
  const job: Job = { name, on, run: async (_runtime, data) => void seen.push(data['n']) };
  return { seen, job };
};

test('an event of a transaction that rolled back never existed', async () => {
  const { seen, job } = collector('test.rollback', ['test.rolled']);
  await runtime.db
    .transaction()
    .execute(async (tx) => {
      await emit(tx, 'test.rolled', { n: 1 });
      throw new Error('no');
    })
    .catch(() => undefined);
  await drainEvents(runtime, [job]);
  expect(seen).toEqual([]);
});

test('each subscriber gets each of its events once, in order', async () => {
  const one = collector('test.one', ['test.a', 'test.b']);
  const two = collector('test.two', ['test.b']);
  for (let n = 0; n < 5; n += 1) await emit(runtime.db, n % 2 ? 'test.b' : 'test.a', { n });
  expect(await drainEvents(runtime, [one.job, two.job])).toBe(5);
  expect(one.seen).toEqual([0, 1, 2, 3, 4]);
  expect(two.seen).toEqual([1, 3]);
});

test('two dispatchers never take the same event', async () => {
  for (let n = 0; n < 60; n += 1) await emit(runtime.db, 'test.c', { n });
  const take = () => runtime.db.transaction().execute((tx) => takeEvents(tx, 10));
  const batches = await Promise.all([take(), take(), take(), take()]);
  const rest = await runtime.db.transaction().execute((tx) => takeEvents(tx, 100));
  const taken = [...batches.flat(), ...rest].map((event) => event.data['n'] as number);
  expect(taken.sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, n) => n));
});

test('the worker delivers, and tries again after a failure', async () => {
  let tries = 0;
  const done = Promise.withResolvers<unknown>();
  const job: Job = {
    name: 'test.retry',
    on: ['test.retry'],
    run: async (_runtime, data) => {
      tries += 1;
      if (tries === 1) throw new Error('not yet');
      done.resolve(data['n']);
    },
  };
  const worker = await startWorker(runtime, [job]);
  try {
    await emit(runtime.db, 'test.retry', { n: 7 });
    expect(await done.promise).toBe(7);
    expect(tries).toBe(2);
  } finally {
    await worker.stop();
  }
});
