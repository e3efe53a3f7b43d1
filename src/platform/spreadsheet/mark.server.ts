import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { MarkMessage, MarkOrder, MarkReply, MarkedRow } from './marked.ts';

/** Not a literal, so that a bundler leaves it alone: copies are made by jobs, and jobs run from the sources. */
const THREAD = './mark.worker.ts';

/** The bytes of an .xlsx with these rows; batches of some hundred rows keep both threads busy and memory flat. */
export async function writeMarked(order: MarkOrder, batches: AsyncIterable<MarkedRow[]>): Promise<Uint8Array> {
  const worker = new Worker(new URL(THREAD, import.meta.url), {
    workerData: order,
    resourceLimits: { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 8 },
    env: {},
  });
  try {
    for await (const rows of batches) await ask(worker, { rows });
    const reply = await ask(worker, { end: true });
    if (!('content' in reply)) throw new Error('the marked copy did not come to its end');
    return reply.content;
  } finally {
    await worker.terminate();
  }
}

/** `once` throws what the thread throws. */
async function ask(worker: Worker, message: MarkMessage): Promise<MarkReply> {
  const answered = once(worker, 'message');
  worker.postMessage(message);
  const [reply] = (await answered) as [MarkReply];
  return reply;
}
