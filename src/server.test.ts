import { once } from 'node:events';
import { request, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sendIdea } from '#modules/ideas/hot.server.ts';
import { ideasRuntime } from '#modules/ideas/actions/testing.ts';
import { CACHE_TAGS } from '#platform/http/cached-pages.ts';
import type { TestRuntime } from '#platform/testing/runtime.ts';
import { registerCatalogue } from '#platform/words/translate.ts';
import { createAppServer } from './server.ts';
import { catalogue } from './words.generated.ts';

let runtime: TestRuntime;
let port: number;
/** What stands behind the server instead of pages: the parts under test are in front of it. */
let page: RequestListener;
let rendered = 0;
let server: ReturnType<typeof createAppServer>;

beforeAll(async () => {
  registerCatalogue(catalogue);
  runtime = await ideasRuntime();
  server = createAppServer({ runtime, kit: (req, res) => ((rendered += 1), page(req, res)), hot: [sendIdea] });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await runtime.drop();
});
beforeEach(() => {
  rendered = 0;
  runtime.pageCache.clear();
  page = (_req, res) => {
    res.writeHead(200, { 'content-type': 'text/html', [CACHE_TAGS]: 'ideas', 'set-cookie': 'a=b' });
    res.end('<p>Xin chào</p>');
  };
});

type Answer = { status: number; headers: IncomingMessage['headers']; body: string };
async function ask(path: string, options: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {}) {
  const { method = 'GET', headers = {}, body } = options;
  const sent = request({ port, host: '127.0.0.1', path, method, headers });
  sent.end(body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of response) text += chunk;
  return { status: response.statusCode, headers: response.headers, body: text } as Answer;
}

describe('shared pages', () => {
  test('are rendered once, without cookies, and dropped by a write', async () => {
    const [first, second] = [await ask('/hien-ke'), await ask('/hien-ke')];
    expect(rendered).toBe(1);
    expect(second.body).toBe('<p>Xin chào</p>');
    expect(first.headers['set-cookie']).toBeUndefined();
    expect(first.headers[CACHE_TAGS]).toBeUndefined();
    expect(second.headers.etag).toBe(first.headers.etag);
    runtime.pageCache.invalidate(['ideas']);
    await ask('/hien-ke');
    expect(rendered).toBe(2);
  });

  test('answer 304 when the reader has them, and something else when they changed', async () => {
    const { headers } = await ask('/hien-ke');
    const again = await ask('/hien-ke', { headers: { 'if-none-match': headers.etag as string } });
    expect(again).toMatchObject({ status: 304, body: '' });
    runtime.pageCache.clear();
    page = (_req, res) => res.writeHead(200, { [CACHE_TAGS]: 'ideas' }).end('khác');
    expect(await ask('/hien-ke', { headers: { 'if-none-match': headers.etag as string } })).toMatchObject({ status: 200, body: 'khác' });
  });

  test('are never shared with or from a reader with a cookie', async () => {
    await ask('/hien-ke', { headers: { cookie: 'session=x' } });
    await ask('/hien-ke');
    await ask('/hien-ke', { headers: { cookie: 'session=x' } });
    expect(rendered).toBe(3);
  });

  test('a HEAD neither fills nor empties them', async () => {
    expect(await ask('/hien-ke', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
    expect((await ask('/hien-ke')).body).toBe('<p>Xin chào</p>');
    expect((await ask('/hien-ke', { method: 'HEAD' })).headers['content-length']).toBe('16');
  });

  test('a page that does not ask to be shared is passed on as it came', async () => {
    page = (_req, res) => res.writeHead(200, { 'set-cookie': 'a=b' }).end('own');
    expect((await ask('/rieng')).headers['set-cookie']).toEqual(['a=b']);
    await ask('/rieng');
    expect(rendered).toBe(2);
  });
});

describe('what reaches Kit', () => {
  test('the real origin and address, whatever a sender claims', async () => {
    page = (req, res) => {
      const { 'x-own-host': host, 'x-own-protocol': protocol, 'x-own-address': address } = req.headers;
      res.end(JSON.stringify({ host, protocol, address }));
    };
    const headers = { host: 'x.vn', 'x-own-host': 'evil.vn', 'x-own-protocol': 'https', 'x-own-address': '9.9.9.9', 'x-forwarded-for': '8.8.8.8' };
    const { body } = await ask('/a', { headers });
    expect(JSON.parse(body)).toEqual({ host: 'x.vn', protocol: 'http', address: '127.0.0.1' });
  });

  test('a body that is too large becomes a page, not a broken connection', async () => {
    page = (req, res) => res.writeHead(413).end(`${req.method} ${req.url}`);
    const body = Buffer.alloc(2 * 1024 * 1024);
    expect(await ask('/en/display', { method: 'POST', body })).toMatchObject({ status: 413, body: 'GET /en/too-large' });
  });
});

describe('what machines ask', () => {
  test('alive, ready, figures', async () => {
    expect(await ask('/healthz')).toMatchObject({ status: 200, body: 'ok\n' });
    expect(await ask('/readyz')).toMatchObject({ status: 200 });
    const { body } = await ask('/metrics');
    expect(body).toContain('caunoi_request_seconds_bucket');
    expect(body).toContain('caunoi_page_cache_total{result="hit"}');
  });
});

describe('POST /api/v1/ideas', () => {
  const idea = { title: 'Trồng cây ven đường', body: 'Trồng thêm cây xanh ven đường liên xã.', field: 'environment' };
  const send = (body: unknown, headers: Record<string, string> = {}) =>
    ask('/api/v1/ideas', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID(), ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  test('201 with id, code and receipt; a retry is the same answer', async () => {
    const key = { 'idempotency-key': crypto.randomUUID() };
    const [first, again] = [await send(idea, key), await send(idea, key)];
    expect(first.status).toBe(201);
    const sent = JSON.parse(first.body);
    expect(sent).toMatchObject({ id: expect.any(Number), receipt: { leafHash: expect.stringMatching(/^[0-9a-f]{64}$/) } });
    expect(sent.trackingCode.replaceAll('-', '').length).toBeGreaterThanOrEqual(17);
    expect(JSON.parse(again.body)).toMatchObject({ id: sent.id, trackingCode: sent.trackingCode });
    expect((await send({ ...idea, title: 'Khác' }, key)).status).toBe(409);
  });

  test('bad input is a problem document in the reader’s language, never a 500', async () => {
    const cases: [unknown, Record<string, string>, number][] = [
      ['{', {}, 400],
      [{ ...idea, state: 'adopted' }, {}, 400],
      [{ ...idea, title: 5 }, {}, 400],
      [{ ...idea, field: 'none' }, {}, 422],
      [{ ...idea, place: 999_999_999 }, {}, 422],
      [{ ...idea, title: '😀' }, {}, 422],
      [idea, { 'content-type': 'text/plain' }, 415],
      [idea, { 'idempotency-key': 'x' }, 400],
      ['x'.repeat(200_000), {}, 413],
    ];
    for (const [body, headers, status] of cases) {
      const answer = await send(body, headers);
      expect([answer.status, answer.headers['content-type']]).toEqual([status, expect.stringContaining('application/problem+json')]);
      expect(JSON.parse(answer.body).status).toBe(status);
    }
    const english = await send({ ...idea, title: '' }, { 'accept-language': 'en' });
    expect(JSON.parse(english.body).errors[0].detail).toBe('Write a title');
  });

  test('a neighbourhood that sends too much is told when to come back', async () => {
    const answers = await Promise.all(Array.from({ length: 70 }, (_, at) => send({ ...idea, title: `Ý ${at}` })));
    const refused = answers.filter((answer) => answer.status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(Number(refused[0]?.headers['retry-after'])).toBeGreaterThan(0);
  });
});
