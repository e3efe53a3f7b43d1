import type { Db } from '../database/client.ts';
import { contentDisposition } from './file-name.ts';
import type { FileStore } from './file-store.ts';
import { THUMBNAIL_SIZES } from './image.server.ts';
import type { StoredFile } from './store.server.ts';
import { findFile, findThumbnail } from './store.server.ts';

/** `original` = the picture as redrawn, or the document; a number = the thumbnail of that longer side. */
export type Variant = 'original' | number;

export type ResponseOptions = {
  /** Save instead of show; documents are always saved. */
  download?: boolean;
  /** May shared caches keep it? Only for what everybody may see; default false. */
  shared?: boolean;
  /** The request's `If-None-Match`. */
  ifNoneMatch?: string | null;
  /** The request's `Range`, for recordings: Safari plays nothing that it cannot ask for in parts. */
  range?: string | null;
};

/**
 * The content never changes, but who may see it does: a file that is taken aside must leave shared caches soon. After
 * this it costs a 304.
 */
const FRESH_SECONDS = 600;

/**
 * Even if a browser were talked into showing a document as a page, it would have no origin, script or
 * network.
 */
const POLICY = "sandbox; default-src 'none'";

/**
 * The answer to a request for a file. Whether the reader may see it has been decided before (`ownersOf`).
 * 404 without words when there is no such file or variant.
 */
export async function fileResponse(
  db: Db,
  store: FileStore,
  id: string,
  variant: Variant,
  options: ResponseOptions = {},
): Promise<Response> {
  const file = await findFile(db, id);
  const content = file && (await contentOf(db, file, variant));
  if (!file || !content) return new Response(null, { status: 404, headers: { 'cache-control': 'no-store' } });
  const headers = headersOf(file, content, options);
  if (matches(options.ifNoneMatch, `"${content.sha256}"`)) {
    headers.delete('content-length');
    return new Response(null, { status: 304, headers });
  }
  const body = await store.get(content.sha256);
  if (!body) throw new Error(`content ${content.sha256} of file ${id} is missing in the store`);
  const part = file.type.startsWith('audio/') ? rangeOf(options.range, content.bytes) : null;
  return part ? partOf(body, part, content.bytes, headers) : new Response(body, { headers });
}

type Part = { from: number; to: number };

/** One range of bytes (RFC 9110 §14.1.2); null for none, several, or what lies beyond: the whole is then sent. */
function rangeOf(header: string | null | undefined, bytes: number): Part | null {
  const [, first, last] = /^bytes=(\d{0,10})-(\d{0,10})$/.exec(header ?? '') ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return null;
  const from = first === '' ? Math.max(0, bytes - Number(last)) : Number(first);
  const to = first === '' || last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1);
  return from <= to ? { from, to } : null;
}

async function partOf(body: ConstructorParameters<typeof Response>[0], { from, to }: Part, bytes: number, headers: Headers): Promise<Response> {
  const whole = await new Response(body).arrayBuffer();
  headers.set('content-range', `bytes ${from}-${to}/${bytes}`);
  headers.set('content-length', String(to - from + 1));
  return new Response(whole.slice(from, to + 1), { status: 206, headers });
}

type Content = { sha256: string; bytes: number; type: string };

async function contentOf(db: Db, file: StoredFile, variant: Variant): Promise<Content | null> {
  if (variant === 'original') return file;
  // Addresses carry the size as text, so anything may arrive here.
  if (!THUMBNAIL_SIZES.some((size) => size === variant)) return null;
  const thumbnail = await findThumbnail(db, file.id, variant);
  return thumbnail && { ...thumbnail, type: 'image/webp' };
}

function headersOf(file: StoredFile, content: Content, { download, shared }: ResponseOptions): Headers {
  const shown = /^(image|audio)\//.test(file.type) && !download;
  return new Headers({
    'content-type': content.type,
    'content-length': String(content.bytes),
    'content-disposition': contentDisposition(shown ? 'inline' : 'attachment', file.name),
    ...(file.type.startsWith('audio/') ? { 'accept-ranges': 'bytes' } : {}),
    'cache-control': `${shared ? 'public' : 'private'}, max-age=${FRESH_SECONDS}`,
    etag: `"${content.sha256}"`,
    'x-content-type-options': 'nosniff',
    'content-security-policy': POLICY,
    'cross-origin-resource-policy': 'same-origin',
  });
}

/** RFC 9110 §13.1.2: weak comparison, `*` matches whatever exists. */
const matches = (header: string | null | undefined, etag: string): boolean =>
  header?.split(',').some((one) => ['*', etag, `W/${etag}`].includes(one.trim())) ?? false;
