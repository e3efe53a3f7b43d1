import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { endOf, startChild } from './child.server.ts';
import type { MarkOrder, MarkedRow } from './marked.ts';

const HEAP_MB = 128;

/**
 * The bytes of an .xlsx with these rows, written by a process of its own: 40,000 rows take seconds. Batches of some
 * hundred rows keep both busy and memory flat.
 */
export async function writeMarked(order: MarkOrder, batches: AsyncIterable<MarkedRow[]>): Promise<Uint8Array> {
  const child = startChild('spreadsheet/mark.child.ts', { heapMegabytes: HEAP_MB, argument: order });
  const ended = endOf(child);
  const written = buffer(child.stdout);
  written.catch(() => undefined);
  const gone = ended.then(() => Promise.reject(new Error('the marked copy did not come to its end')));
  gone.catch(() => undefined);
  try {
    for await (const rows of batches) {
      if (!child.stdin.write(`${JSON.stringify(rows)}\n`)) await Promise.race([once(child.stdin, 'drain'), gone]);
    }
    child.stdin.end();
    const [content, { code }] = await Promise.all([written, ended]);
    if (code !== 0) throw new Error('the marked copy did not come to its end');
    return content;
  } finally {
    child.kill('SIGKILL');
  }
}
