import { buffer } from 'node:stream/consumers';
import { endOf, startChild } from '../spreadsheet/child.server.ts';
import type { WordBlock, WordOrder } from './block.ts';

/** 5,000 questions need 300 MB while the file is built. */
const HEAP_MB = 768;
const PATIENCE_MS = 120_000;

/** The bytes of a .docx, written by a process of its own: thousands of questions take seconds. */
export async function writeWordFile(order: WordOrder, blocks: readonly WordBlock[]): Promise<Uint8Array> {
  const child = startChild('word/write.child.ts', { heapMegabytes: HEAP_MB, argument: order, signal: AbortSignal.timeout(PATIENCE_MS) });
  const ended = endOf(child);
  child.stdin.end(JSON.stringify(blocks));
  const [content, { code }] = await Promise.all([buffer(child.stdout), ended]);
  if (code !== 0) throw new Error('the Word file did not come to its end');
  return content;
}
