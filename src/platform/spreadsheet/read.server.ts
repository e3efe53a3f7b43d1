import { Worker } from 'node:worker_threads';
import { createBoundedQueue } from '../limits/bounded-queue.ts';
import { failed, ok, problem, type Failed, type Result } from '../result.ts';
import { SheetRefused, type Refusal } from './refused.ts';
import type { Outline, SheetRow } from './sheet.ts';
import type { Message, Order } from './thread.ts';
import { kindOf } from './zip.ts';

/** Megabytes of heap for the thread: 40,000 rows of a provincial list need 60, whatever wants more is refused. */
const HEAP_MB = 128;
/** A province's list takes 3 s on one busy core; whatever takes longer than this is not a list. */
const PATIENCE_MS = 90_000;

/** One file at a time in a process: memory stays flat however many officers upload. */
const reading = createBoundedQueue({ concurrency: 1, maxWaiting: 20, usualMs: 4_000 });

/** Not a literal, so that a bundler leaves it alone: files are opened by jobs, and jobs run from the sources. */
const THREAD = './read.worker.ts';

const toFailed = ({ code, values }: Refusal): Failed => problem(code, values);

/** What can be told from outside in a millisecond: kind of file, limits of the archive, programs in it. */
export function inspectSheet(bytes: Uint8Array): Result<'xlsx' | 'csv'> {
  try {
    return ok(kindOf(bytes));
  } catch (error) {
    if (error instanceof SheetRefused) return toFailed(error.refusal);
    throw error;
  }
}

/** Opens the file in a thread of its own. Problems: `sheet.…` (see refused.ts), `limits.busy` {retryAfter}. */
export async function readOutline(bytes: Uint8Array): Promise<Result<Outline>> {
  let outline: Outline | undefined;
  const read = await inThread({ what: 'outline', bytes }, async (message) => {
    if ('outline' in message) outline = message.outline;
  });
  if (!read.ok) return read;
  return outline ? ok(outline) : problem('sheet.broken');
}

/**
 * Reads the wanted columns of one sheet and hands the rows over in batches; the next batch is read meanwhile.
 * What `take` throws stops the reading and is thrown on. Problems as above.
 */
export async function readRows(
  bytes: Uint8Array,
  { sheet, columns }: { sheet: number; columns: readonly number[] },
  take: (rows: SheetRow[]) => Promise<void>,
): Promise<Result<void>> {
  return inThread({ what: 'rows', bytes, sheet, columns }, async (message) => {
    if ('rows' in message) await take(message.rows);
  });
}

async function inThread(order: Order, take: (message: Message) => Promise<void>): Promise<Result<void>> {
  const told = await reading.run(() => runThread(order, take));
  return told.ok ? told.value : failed(...told.problems);
}

function runThread(order: Order, take: (message: Message) => Promise<void>): Promise<Result<void>> {
  const { promise, resolve, reject } = Promise.withResolvers<Result<void>>();
  const worker = new Worker(new URL(THREAD, import.meta.url), {
    workerData: order,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: 8 },
    // The thread gets nothing of this process: not its settings, not its secrets.
    env: {},
    stdin: false,
  });
  let settled = false;
  const settle = (finish: () => void): void => {
    if (settled) return;
    settled = true;
    clearTimeout(impatience);
    worker.removeAllListeners('message');
    void worker.terminate().then(finish, finish);
  };
  const impatience = setTimeout(() => settle(() => resolve(problem('sheet.heavy'))), PATIENCE_MS);
  let queue = Promise.resolve();
  worker.on('message', (message: Message) => {
    queue = queue.then(async () => {
      if ('refusal' in message) return settle(() => resolve(toFailed(message.refusal)));
      await take(message);
      if ('rows' in message) worker.postMessage('taken');
      else settle(() => resolve(ok(undefined)));
    });
    queue.catch((error: unknown) => settle(() => reject(error as Error)));
  });
  worker.on('error', (error: NodeJS.ErrnoException) => {
    const heavy = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    settle(() => (heavy ? resolve(problem('sheet.heavy')) : reject(error)));
  });
  // A thread that ends without a last word has lost its port; everything it said before is dealt with first.
  const ended = () => settle(() => resolve(problem('sheet.broken')));
  worker.on('exit', () => void queue.then(ended, ended));
  return promise;
}
