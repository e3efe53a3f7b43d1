import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PageCache } from '../page-cache.server.ts';
import { CACHE_TAGS, captureInto, sendCached, sharedKey } from './cached-pages.ts';

let server: Server;
let origin: string;
let cache: PageCache;
let rendered = 0;
let headers: Record<string, string> = {};

beforeEach(async () => {
  cache = new PageCache();
  rendered = 0;
  headers = { 'content-type': 'application/json; charset=utf-8', [CACHE_TAGS]: 'ideas', 'x-own': 'not kept' };
  server = createServer((request, response) => {
    const key = sharedKey(request, 'http://own');
    const page = key && cache.get(key, Date.now());
    if (page) return void sendCached(request, response, page);
    if (key) captureInto(cache, key, request, response, Date.now);
    rendered += 1;
    // As Kit's adapter does: headers first, no body for HEAD.
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response.writeHead(200);
    response.end(request.method === 'HEAD' ? undefined : `{"rendered":${rendered}}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

const get = (init: RequestInit = {}) => fetch(`${origin}/page`, init);

describe('pages kept for readers who are nobody', () => {
  it('renders once, answers 304, and forgets with the tag', async () => {
    const first = await get();
    expect(await first.text()).toBe('{"rendered":1}');
    expect(first.headers.get('vary')).toBe('cookie, accept-encoding');
    expect(first.headers.get('x-own')).toBeNull();
    const etag = first.headers.get('etag') ?? '';
    const second = await get({ headers: { 'if-none-match': etag } });
    expect([second.status, await second.text(), rendered]).toEqual([304, '', 1]);
    cache.invalidate(['ideas']);
    const third = await get({ headers: { 'if-none-match': etag } });
    expect([third.status, await third.text()]).toEqual([200, '{"rendered":2}']);
  });

  it('never keeps the empty body of a HEAD', async () => {
    expect((await get({ method: 'HEAD' })).status).toBe(200);
    expect(await (await get()).text()).toBe('{"rendered":2}');
    const head = await get({ method: 'HEAD', headers: { 'accept-encoding': 'identity' } });
    expect([await head.text(), head.headers.get('content-length'), rendered]).toEqual(['', '14', 2]);
  });

  it('keeps what an answer of the API needs: type, open to all, no cookie in vary', async () => {
    headers = { ...headers, 'access-control-allow-origin': '*', 'content-disposition': 'attachment; filename="a.csv"' };
    for (let time = 0; time < 2; time += 1) {
      const answer = await get();
      expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
      expect(answer.headers.get('content-disposition')).toContain('a.csv');
      expect(answer.headers.get('vary')).toBe('accept-encoding');
    }
    expect(rendered).toBe(1);
  });

  it('serves somebody their own page', async () => {
    await get();
    const own = await get({ headers: { cookie: 'session=1' } });
    expect(await own.text()).toBe('{"rendered":2}');
  });

  it('compresses for those who ask', async () => {
    const { request } = await import('node:http');
    await get();
    const body = await new Promise<Buffer>((resolve, reject) => {
      const asked = request(`${origin}/page`, { headers: { 'accept-encoding': 'gzip' } }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => resolve(Buffer.concat(chunks)));
      });
      asked.on('error', reject).end();
    });
    expect(gunzipSync(body).toString()).toBe('{"rendered":1}');
  });
});
