import { buffer } from 'node:stream/consumers';
import { createBoundedQueue } from '../limits/bounded-queue.ts';
import { ok, problem, type Result } from '../result.ts';
import { endOf, startChild } from '../spreadsheet/child.server.ts';
import type { PackedPicture } from '../spreadsheet/pictures.server.ts';
import type { WordParagraph } from './read.server.ts';

/** `pictures`: those that the paragraphs show, base64 by their paths; their content is not judged yet. */
export type WordFile = { paragraphs: WordParagraph[]; pictures: ReadonlyMap<string, string> };
type Message = { paragraphs: WordParagraph[] } | { picture: PackedPicture } | { refusal: string };

/** 2,000 questions with tables need 40 MB. */
const HEAP_MB = 192;
const PATIENCE_MS = 30_000;

/** One file at a time: memory stays flat however many officers upload. */
const reading = createBoundedQueue({ concurrency: 1, maxWaiting: 20, usualMs: 1_000 });

/**
 * Opens a Word file in a process of its own. Problems: `word.type`, `word.broken`, `word.old` (.doc or encrypted),
 * `word.macros`, `word.bomb`, `word.long`, `word.heavy`, `limits.busy` {retryAfter}.
 */
export async function openWord(bytes: Uint8Array): Promise<Result<WordFile>> {
  const read = await reading.run(() => inChild(bytes));
  return read.ok ? read.value : read;
}

const OLE = [0xd0, 0xcf, 0x11, 0xe0];

async function inChild(bytes: Uint8Array): Promise<Result<WordFile>> {
  if (OLE.every((byte, at) => bytes[at] === byte)) return problem('word.old');
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return problem('word.type');
  const child = startChild('word/read.child.ts', { heapMegabytes: HEAP_MB, argument: {}, signal: AbortSignal.timeout(PATIENCE_MS) });
  const ended = endOf(child);
  child.stdin.end(bytes);
  const output = await buffer(child.stdout);
  const { code, signal } = await ended;
  if (code !== 0) return problem(signal === 'SIGABRT' || signal === 'SIGKILL' ? 'word.heavy' : 'word.broken');
  const messages = output.toString('utf8').split('\n').slice(0, -1).map((line) => JSON.parse(line) as Message);
  const last = messages.at(-1);
  if (!last || 'picture' in last) return problem('word.broken');
  if ('refusal' in last) return problem(last.refusal);
  const pictures = messages.flatMap((message) => ('picture' in message ? [[message.picture.path, message.picture.content] as const] : []));
  return ok({ paragraphs: last.paragraphs, pictures: new Map(pictures) });
}
