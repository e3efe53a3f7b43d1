import { createHash } from 'node:crypto';
import { brotliCompressSync, gzipSync, constants } from 'node:zlib';
import type { Encoding } from './http/encoding.ts';

/** `headers` as `writeHead` takes them fastest: names and values in one list. */
export type Encoded = { body: Buffer; headers: string[] };
type Page = { status: number; headers: Record<string, string>; body: Buffer; tags: readonly string[] };

/** A page as it was rendered; each encoding is made when the first reader asks for it. */
export class CachedPage {
  readonly status: number;
  readonly etag: string;
  readonly tags: readonly string[];
  readonly expires: number;
  /** What goes with a 304. */
  readonly unchanged: string[];
  readonly #page: Page;
  readonly #encoded = new Map<Encoding, Encoded>();

  constructor(page: Page, expires: number) {
    this.#page = page;
    this.status = page.status;
    this.tags = page.tags;
    this.expires = expires;
    this.etag = `"${createHash('sha256').update(page.body).digest('base64url').slice(0, 22)}"`;
    const { 'cache-control': control = 'no-cache', vary = '*' } = page.headers;
    this.unchanged = ['etag', this.etag, 'cache-control', control, 'vary', vary];
  }

  encoded(encoding: Encoding): Encoded {
    const known = this.#encoded.get(encoding);
    if (known) return known;
    const body = compress[encoding](this.#page.body);
    const headers = Object.entries(this.#page.headers).flat();
    headers.push('etag', this.etag, 'content-length', String(body.length));
    if (encoding !== 'identity') headers.push('content-encoding', encoding);
    const made = { body, headers };
    this.#encoded.set(encoding, made);
    return made;
  }
}

const compress: Record<Encoding, (body: Buffer) => Buffer> = {
  br: (body) => brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: (body) => gzipSync(body),
  identity: (body) => body,
};

/**
 * Whole pages for readers who are not signed in. Each entry carries the tags of what it shows; a write drops the
 * tags it touched, so a reader never sees the state before their own action. The age is a second line of defence
 * for what depends on time itself (relative dates, deadlines that pass).
 */
export class PageCache {
  readonly #pages = new Map<string, CachedPage>();
  readonly #byTag = new Map<string, Set<string>>();
  readonly #maxPages: number;
  readonly #maxAgeMs: number;
  /** Raised by every invalidation: a page rendered across one must not be stored. */
  #generation = 0;

  constructor(options: { maxPages?: number; maxAgeMs?: number } = {}) {
    this.#maxPages = options.maxPages ?? 500;
    this.#maxAgeMs = options.maxAgeMs ?? 30_000;
  }

  get generation(): number {
    return this.#generation;
  }

  get(key: string, now: number): CachedPage | undefined {
    const page = this.#pages.get(key);
    if (!page) return undefined;
    if (page.expires > now) return page;
    this.#remove(key, page);
    return undefined;
  }

  /** @returns the stored page, or undefined when something was invalidated since `generation` was read */
  put(key: string, page: Page, generation: number, now: number): CachedPage | undefined {
    if (generation !== this.#generation) return undefined;
    const entry = new CachedPage(page, now + this.#maxAgeMs);
    this.#makeRoom();
    this.#pages.set(key, entry);
    for (const tag of page.tags) {
      const keys = this.#byTag.get(tag) ?? new Set();
      this.#byTag.set(tag, keys.add(key));
    }
    return entry;
  }

  invalidate(tags: readonly string[]): void {
    this.#generation += 1;
    for (const tag of tags) {
      for (const key of this.#byTag.get(tag) ?? []) {
        const page = this.#pages.get(key);
        if (page) this.#remove(key, page);
      }
    }
  }

  clear(): void {
    this.#generation += 1;
    this.#pages.clear();
    this.#byTag.clear();
  }

  #makeRoom(): void {
    if (this.#pages.size < this.#maxPages) return;
    const [oldest] = this.#pages;
    if (oldest) this.#remove(...oldest);
  }

  #remove(key: string, page: CachedPage): void {
    this.#pages.delete(key);
    for (const tag of page.tags) {
      const keys = this.#byTag.get(tag);
      keys?.delete(key);
      if (keys?.size === 0) this.#byTag.delete(tag);
    }
  }
}
