import { createServer, request, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compressInto } from './compressed.ts';

const TEXT = 'Hiến kế của Nhân dân. '.repeat(200);
let server: Server;
let answer: RequestListener;

beforeAll(async () => {
  server = createServer((req, res) => {
    compressInto(req, res);
    answer(req, res);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

/** As Kit's adapter does: headers first, then the status, then the body in pieces. */
const page = (body: string, headers: Record<string, string> = {}): RequestListener => (_req, res) => {
  const all = { 'content-type': 'text/html', 'etag': '"a"', 'content-length': String(Buffer.byteLength(body)), ...headers };
  for (const [name, value] of Object.entries(all)) res.setHeader(name, value);
  res.writeHead(200);
  res.write(body.slice(0, 100));
  res.end(body.slice(100));
};

function ask(headers: Record<string, string>, method = 'GET'): Promise<{ headers: IncomingMessage['headers']; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const { port } = server.address() as AddressInfo;
    const asked = request({ port, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ headers: response.headers, body: Buffer.concat(chunks) }));
    });
    asked.on('error', reject).end();
  });
}

it('compresses a text for whoever understands it, and says so', async () => {
  answer = page(TEXT, { vary: 'cookie' });
  const brotli = await ask({ 'accept-encoding': 'gzip, br' });
  expect(brotliDecompressSync(brotli.body).toString()).toBe(TEXT);
  expect(brotli.headers).toMatchObject({
    'content-encoding': 'br',
    'content-length': String(brotli.body.length),
    'etag': 'W/"a"',
    'vary': 'cookie, accept-encoding',
  });
  expect(gunzipSync((await ask({ 'accept-encoding': 'gzip' })).body).toString()).toBe(TEXT);
  expect((await ask({})).body.toString()).toBe(TEXT);
});

it('leaves alone what is small, no text, already compressed, or sent with its own headers', async () => {
  const headers = { 'accept-encoding': 'br' };
  for (const listener of [
    page('short'),
    page(TEXT, { 'content-type': 'image/png' }),
    page(TEXT, { 'content-type': 'text/event-stream' }),
    ((_req, res) => res.writeHead(200, { 'content-type': 'text/html' }).end(TEXT)) satisfies RequestListener,
  ]) {
    answer = listener;
    expect((await ask(headers)).headers['content-encoding']).toBeUndefined();
  }
  answer = page(TEXT, { 'content-encoding': 'gzip' });
  expect((await ask(headers)).body.toString()).toBe(TEXT);
});

it('never compresses a page with somebody’s secrets, whose length would tell about them', async () => {
  answer = page(TEXT);
  const encodingFor = async (cookie: string) => (await ask({ 'accept-encoding': 'br', cookie })).headers['content-encoding'];
  expect(await encodingFor('display=1.more.dark; supporter=x')).toBe('br');
  for (const cookie of ['track=x', 'display=1; caunoi.session_token=x', 'anything=x']) {
    expect(await encodingFor(cookie), cookie).toBeUndefined();
  }
});
