import { PgBoss } from 'pg-boss';
import type pg from 'pg';
import { sql } from 'kysely';
import type { Db } from '../database/client.ts';
import { TIME_ZONE } from '../clock.ts';
import type { Runtime } from '../runtime.server.ts';
import { takeEvents, type EventData, type Job } from './events.server.ts';
import { JOBS_SCHEMA } from './install.server.ts';

type Payload = { event: string; data: EventData };

/** A killed worker's job is taken up again after this long (measured: 60 s without a heartbeat). */
const HEARTBEAT_SECONDS = 20;
const DISPATCH_EVERY_MS = 500;
const BATCH = 100;

/** Delivers events to jobs and runs jobs and schedules. Several processes may run it side by side. */
export async function startWorker(runtime: Runtime, jobs: readonly Job[]): Promise<{ stop(): Promise<void> }> {
  const boss = new PgBoss({ connectionString: runtime.databaseUrl, schema: JOBS_SCHEMA, max: 4, migrate: false });
  boss.on('error', (error) => runtime.log.error({ err: error }, 'jobs'));
  await boss.start();
  for (const job of jobs) if (job.on || job.schedule) await register(boss, runtime, job);
  const stopDispatching = dispatchForever(runtime, boss, jobs);
  const stopRepeating = jobs.map((job) => repeatForever(runtime, job));
  return {
    async stop() {
      await stopDispatching();
      await Promise.all(stopRepeating.map((stop) => stop()));
      await boss.stop({ graceful: true, timeout: 10_000 });
    },
  };
}

async function register(boss: PgBoss, runtime: Runtime, job: Job): Promise<void> {
  await boss.createQueue(job.name, {
    heartbeatSeconds: HEARTBEAT_SECONDS,
    retryLimit: 8,
    retryDelay: 5,
    retryBackoff: true,
  });
  await boss.work<Payload>(job.name, { pollingIntervalSeconds: 1, batchSize: 1 }, async ([item]) => {
    if (item) await job.run(runtime, item.data?.data ?? {}, item.data?.event ?? 'schedule');
  });
  if (job.schedule) await boss.schedule(job.name, job.schedule, { event: 'schedule', data: {} }, { tz: TIME_ZONE });
}

/** From the end of one round to the start of the next; a failed round is told and tried again. */
function repeatForever(runtime: Runtime, job: Job): () => Promise<void> {
  const { everySeconds } = job;
  if (everySeconds === undefined) return async () => undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let running: Promise<void> = Promise.resolve();
  const round = async () => {
    await job.run(runtime, {}, 'interval').catch((error: unknown) => runtime.log.error({ err: error, job: job.name }, 'repeated job'));
    if (!stopped) timer = setTimeout(() => (running = round()), everySeconds * 1_000);
  };
  running = round();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await running;
  };
}

function dispatchForever(runtime: Runtime, boss: PgBoss, jobs: readonly Job[]): () => Promise<void> {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const round = async () => {
    try {
      while (!stopped && (await dispatch(runtime.db, boss, jobs)) === BATCH);
    } catch (error) {
      runtime.log.error({ err: error }, 'dispatching events');
    }
    if (!stopped) timer = setTimeout(() => (running = round()), DISPATCH_EVERY_MS);
  };
  running = round();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await running;
  };
}

/** Event rows leave and job rows arrive in one transaction: none is lost, none is doubled. */
async function dispatch(db: Db, boss: PgBoss, jobs: readonly Job[]): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const events = await takeEvents(tx, BATCH);
    for (const job of jobs) {
      const mine = events.filter((event) => job.on?.includes(event.name));
      if (mine.length === 0) continue;
      const rows = mine.map((event) => ({ data: { event: event.name, data: event.data } satisfies Payload }));
      await boss.insert(job.name, rows, { db: executorOf(tx) });
    }
    return events.length;
  });
}

/** pg-boss speaks SQL text with `$n`; inside our transaction it must use our connection. */
function executorOf(tx: Db) {
  return {
    async executeSql(text: string, values: unknown[] = []): Promise<pg.QueryResult> {
      const result = await tx.executeQuery({
        sql: text,
        parameters: values,
        query: sql`select 1`.toOperationNode(),
        queryId: { queryId: 'jobs' },
      } as never);
      return result as unknown as pg.QueryResult;
    },
  };
}
