import { createBoundedQueue } from '../limits/bounded-queue.ts';
import { failed, ok, problem, type Failed, type Result } from '../result.ts';
import { endOf, startChild, type Child } from './child.server.ts';
import { LONGEST_LINE, type Message, type Order } from './message.ts';
import { SheetRefused, type Refusal } from './refused.ts';
import type { Outline, SheetRow } from './sheet.ts';
import { kindOf } from './zip.ts';

/** Megabytes of heap of the process: 40,000 rows of a provincial list need 60, whatever wants more is refused. */
const HEAP_MB = 128;
/** A province's list takes 3 s on one busy core; whatever keeps us waiting longer than this is not a list. */
const PATIENCE_MS = 90_000;

/** One file at a time: memory stays flat however many officers upload. */
const reading = createBoundedQueue({ concurrency: 1, maxWaiting: 20, usualMs: 4_000 });

export type ReadOptions = { signal?: AbortSignal };

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

/**
 * Opens the file in a process of its own. Problems: `sheet.…` (see refused.ts), `limits.busy` {retryAfter}.
 * @throws the signal's reason when it ends the reading
 */
export async function readOutline(bytes: Uint8Array, { signal }: ReadOptions = {}): Promise<Result<Outline>> {
  let outline: Outline | undefined;
  const read = await inChild({ what: 'outline' }, { bytes, signal }, async (message) => {
    if ('outline' in message) outline = message.outline;
  });
  if (!read.ok) return read;
  return outline ? ok(outline) : problem('sheet.broken');
}

/**
 * Reads the wanted columns of one sheet and hands the rows over in batches; the next batch is read meanwhile.
 * `whole`: cells keep their lines and up to 20,000 characters. What `take` throws stops the reading and is thrown on. Problems as above.
 */
export async function readRows(
  bytes: Uint8Array,
  { sheet, columns, whole = false, signal }: { sheet: number; columns: readonly number[]; whole?: boolean } & ReadOptions,
  take: (rows: SheetRow[]) => Promise<void>,
): Promise<Result<void>> {
  let finished = false;
  const read = await inChild({ what: 'rows', sheet, columns, whole }, { bytes, signal }, async (message) => {
    if ('rows' in message) await take(message.rows);
    else finished = 'end' in message;
  });
  if (!read.ok) return read;
  return finished ? ok(undefined) : problem('sheet.broken');
}

type Given = { bytes: Uint8Array; signal: AbortSignal | undefined };
type Take = (message: Message) => Promise<void>;

async function inChild(order: Order, given: Given, take: Take): Promise<Result<void>> {
  const told = await reading.run(() => runChild(order, given, take));
  return told.ok ? told.value : failed(...told.problems);
}

async function runChild(order: Order, { bytes, signal }: Given, take: Take): Promise<Result<void>> {
  signal?.throwIfAborted();
  const child = startChild('spreadsheet/read.child.ts', { heapMegabytes: HEAP_MB, argument: order, signal });
  const ended = endOf(child);
  child.stdin.end(bytes);
  try {
    const refusal = await listen(child, take);
    if (refusal) return toFailed(refusal);
    const { code, signal: by } = await ended;
    signal?.throwIfAborted();
    // Out of memory: the engine gives up with SIGABRT. Any other death of the reader is the file's doing too.
    return code === 0 ? ok(undefined) : problem(by === 'SIGABRT' ? 'sheet.heavy' : 'sheet.broken');
  } finally {
    child.kill('SIGKILL');
    ended.catch(() => undefined);
  }
}

/** Hands every message on, one after another. @returns what refuses the file; undefined when there was nothing */
async function listen(child: Child, take: Take): Promise<Refusal | undefined> {
  const patience = createPatience(child);
  let line = '';
  for await (const piece of child.stdout.setEncoding('utf8') as AsyncIterable<string>) {
    patience.stop();
    const lines = `${line}${piece}`.split('\n');
    line = lines.pop() ?? '';
    if (line.length > LONGEST_LINE) return { code: 'sheet.heavy' };
    for (const each of lines) {
      const message = JSON.parse(each) as Message;
      if ('refusal' in message) return message.refusal;
      await take(message);
    }
    patience.start();
  }
  patience.stop();
  return patience.gone() ? { code: 'sheet.heavy' } : undefined;
}

/** Counts only the time that we wait for the process, not the time that it waits for us. */
function createPatience(child: Child) {
  let left = PATIENCE_MS;
  let since = 0;
  let timer: NodeJS.Timeout | undefined;
  let gone = false;
  const start = (): void => {
    since = performance.now();
    timer = setTimeout(() => {
      gone = true;
      child.kill('SIGKILL');
    }, Math.max(left, 0));
  };
  const stop = (): void => {
    clearTimeout(timer);
    left -= performance.now() - since;
  };
  start();
  return { start, stop, gone: () => gone };
}
