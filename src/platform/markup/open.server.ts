import { buffer } from 'node:stream/consumers';
import { createBoundedQueue } from '../limits/bounded-queue.ts';
import { ok, problem, type Result } from '../result.ts';
import { endOf, startChild } from '../spreadsheet/child.server.ts';
import type { PackedPicture } from '../spreadsheet/pictures.server.ts';
import type { MarkupFile } from './tree.ts';

/** `pictures`: and recordings of a package, base64 by their paths; their content is not judged yet. */
export type OpenedMarkup = { files: MarkupFile[]; pictures: ReadonlyMap<string, string> };

/** 3,000 questions of Moodle need 90 MB. */
const HEAP_MB = 192;
const PATIENCE_MS = 30_000;

/** One file at a time: memory stays flat however many officers upload. */
const reading = createBoundedQueue({ concurrency: 1, maxWaiting: 20, usualMs: 1_000 });

/**
 * Opens XML, or a package (.zip) of it, in a process of its own. Problems: `xml.type`, `xml.broken` {line},
 * `xml.doctype`, `xml.bomb`, `xml.long`, `xml.macros`, `xml.old` (encrypted), `xml.heavy`, `limits.busy` {retryAfter}.
 * @param bulky names of elements whose text may be as long as the file: pictures
 */
export async function openMarkup(bytes: Uint8Array, bulky: readonly string[] = []): Promise<Result<OpenedMarkup>> {
  const read = await reading.run(() => inChild(bytes, bulky));
  return read.ok ? read.value : read;
}

type Message = { file: MarkupFile } | { picture: PackedPicture } | { end: true } | { refusal: string; line: number };

async function inChild(bytes: Uint8Array, bulky: readonly string[]): Promise<Result<OpenedMarkup>> {
  const child = startChild('markup/read.child.ts', { heapMegabytes: HEAP_MB, argument: { bulky }, signal: AbortSignal.timeout(PATIENCE_MS) });
  const ended = endOf(child);
  child.stdin.end(bytes);
  const output = await buffer(child.stdout);
  const { signal } = await ended;
  // The last piece is empty, or a line that was never finished.
  const messages = output.toString('utf8').split('\n').slice(0, -1).map((line) => JSON.parse(line) as Message);
  const last = messages.at(-1);
  if (last && 'refusal' in last) return problem(last.refusal, { line: last.line });
  if (last && 'end' in last) {
    const files = messages.flatMap((message) => ('file' in message ? [message.file] : []));
    return ok({ files, pictures: new Map(messages.flatMap((message) => ('picture' in message ? [[message.picture.path, message.picture.content] as const] : []))) });
  }
  return problem(signal === 'SIGABRT' || signal === 'SIGKILL' ? 'xml.heavy' : 'xml.broken', { line: 0 });
}
