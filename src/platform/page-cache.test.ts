import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PageCache } from './page-cache.server.ts';

const page = (text: string, tags: string[]) => ({ status: 200, headers: {}, body: Buffer.from(text), tags });

describe('page cache', () => {
  test('keeps a page in three encodings until its age', () => {
    const cache = new PageCache({ maxAgeMs: 100 });
    cache.put('/a', page('xin chào', ['ideas']), cache.generation, 1_000);
    const kept = cache.get('/a', 1_099);
    expect(kept && gunzipSync(kept.encoded('gzip').body).toString()).toBe('xin chào');
    expect(kept && brotliDecompressSync(kept.encoded('br').body).toString()).toBe('xin chào');
    expect(cache.get('/a', 1_100)).toBeUndefined();
  });

  test('a page rendered across an invalidation is not kept, whatever the tag', () => {
    const cache = new PageCache();
    const { generation } = cache;
    cache.invalidate(['other']);
    expect(cache.put('/a', page('old', ['ideas']), generation, 0)).toBeUndefined();
    expect(cache.get('/a', 0)).toBeUndefined();
  });

  test('the same bytes have the same tag, other bytes another', () => {
    const cache = new PageCache();
    const etag = (key: string, text: string) => cache.put(key, page(text, []), cache.generation, 0)?.etag;
    expect(etag('/a', 'one')).toBe(etag('/b', 'one'));
    expect(etag('/a', 'one')).not.toBe(etag('/b', 'two'));
  });

  test('an invalidation drops exactly the pages with that tag', () => {
    const tags = fc.subarray(['ideas', 'idea:1', 'idea:2', 'plans']);
    fc.assert(
      fc.property(fc.array(tags, { maxLength: 30 }), tags, (pages, dropped) => {
        const cache = new PageCache({ maxPages: 100 });
        pages.forEach((own, at) => cache.put(String(at), page(String(at), own), cache.generation, 0));
        cache.invalidate(dropped);
        pages.forEach((own, at) => {
          const gone = own.some((tag) => dropped.includes(tag));
          expect(cache.get(String(at), 0) === undefined).toBe(gone);
        });
      }),
    );
  });

  test('never holds more pages than allowed', () => {
    const cache = new PageCache({ maxPages: 3 });
    for (let at = 0; at < 10; at += 1) cache.put(String(at), page('x', ['ideas']), cache.generation, 0);
    const kept = Array.from({ length: 10 }, (_, at) => cache.get(String(at), 0)).filter(Boolean);
    expect(kept).toHaveLength(3);
  });
});
