import { createHash } from 'node:crypto';
import type { Problem, Result } from '../result.ts';
import { failed, ok } from '../result.ts';
import { createBoundedQueue } from '../limits/bounded-queue.ts';
import { readAudio } from './audio.ts';
import { cleanFileName } from './file-name.ts';
import type { ThumbnailSize } from './image.server.ts';
import { MAX_PIXELS, redraw } from './image.server.ts';
import type { Kind } from './kinds.ts';
import { MIME, sniff } from './kinds.ts';
import { inspectPdf } from './pdf.server.ts';

export type Upload = {
  /** As the browser gave it; may be anything. */
  name: string;
  content: Uint8Array | AsyncIterable<Uint8Array>;
};

export type Rules = {
  /** Largest upload in bytes, before anything is decoded. */
  maxBytes: number;
  kinds: readonly Kind[];
};

export type Content = { sha256: string; bytes: Uint8Array };
/** What will be stored of an upload: never the upload itself when it is a picture. */
export type Accepted = Content & {
  type: string;
  name: string;
  width: number | null;
  height: number | null;
  thumbnails: (Content & { size: ThumbnailSize; width: number; height: number })[];
};

/** Decoding 50 MP takes some 200 MB; two at a time keep memory flat whatever arrives. */
const decoding = createBoundedQueue({ concurrency: 2, maxWaiting: 30, usualMs: 600 });

const MEGABYTE = 1024 * 1024;
/** As people read it: 10 for 10 MiB. */
const megabytes = (bytes: number): number => Math.round((bytes / MEGABYTE) * 10) / 10;

/**
 * Judges an upload by its content and prepares what is stored. Touches neither database nor store.
 * Problems (each with `values.name`): `file.empty`, `file.tooLarge`, `file.type`, `file.heic`, `file.pixels`,
 * `file.broken`, `file.encrypted`, `file.active`, `file.busy`.
 */
export async function prepareUpload(upload: Upload, rules: Rules): Promise<Result<Accepted>> {
  const name = cleanFileName(upload.name, '').slice(0, -1);
  const refuse = (code: string, values: Problem['values'] = {}): Result<never> =>
    failed({ code, values: { name, ...values } });

  const bytes = await readAtMost(upload.content, rules.maxBytes);
  if (bytes === null) return refuse('file.tooLarge', { limit: megabytes(rules.maxBytes) });
  if (bytes.length === 0) return refuse('file.empty');
  const sniffed = await sniff(bytes);
  if (sniffed.format === null || !rules.kinds.includes(sniffed.kind)) {
    const found = sniffed.format === null ? sniffed.found : sniffed.format.toUpperCase();
    return found === 'HEIC' ? refuse('file.heic') : refuse('file.type', { found });
  }
  if (sniffed.format === 'pdf') {
    const verdict = await inspectPdf(bytes);
    if (verdict !== 'plain') return refuse(`file.${verdict}`);
    return ok({ ...content(bytes), ...plain(upload.name, 'application/pdf', 'pdf') });
  }
  const { format } = sniffed;
  if (format === 'mp3' || format === 'ogg' || format === 'm4a') {
    return ok({ ...content(readAudio(bytes)?.bytes ?? bytes), ...plain(upload.name, MIME[format], format) });
  }
  const drawn = await decoding.run(() => redraw(bytes, format));
  if (!drawn.ok) return refuse('file.busy', drawn.problems[0]?.values);
  if (typeof drawn.value === 'string') {
    return refuse(
      `file.${drawn.value}`,
      drawn.value === 'pixels' ? { limit: Math.floor(MAX_PIXELS / 1e6) } : {},
    );
  }
  const { picture, thumbnails } = drawn.value;
  return ok({
    ...content(picture.bytes),
    type: picture.type,
    name: cleanFileName(upload.name, picture.extension),
    width: picture.width,
    height: picture.height,
    thumbnails: thumbnails.map((thumbnail) => ({ ...thumbnail, ...content(thumbnail.bytes) })),
  });
}

const content = (bytes: Uint8Array): Content => ({
  sha256: createHash('sha256').update(bytes).digest('hex'),
  bytes,
});

const plain = (name: string, type: string, extension: string): Omit<Accepted, keyof Content> => ({
  type,
  name: cleanFileName(name, extension),
  width: null,
  height: null,
  thumbnails: [],
});

/** `null` as soon as there is more; the rest is not read. */
async function readAtMost(source: Upload['content'], maxBytes: number): Promise<Uint8Array | null> {
  if (source instanceof Uint8Array) return source.length > maxBytes ? null : source;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    if (size > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}
