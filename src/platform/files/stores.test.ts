import { createHash, createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBucketStore } from './bucket-store.server.ts';
import { createDiskStore } from './disk-store.server.ts';
import type { FileStore } from './file-store.ts';

const settings = { region: 'auto', bucket: 'caunoi', accessKeyId: 'KEY', secretAccessKey: 'SECRET' };
const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');

/** Signature Version 4 computed anew from the request, as a bucket does. */
function signatureOf(request: IncomingMessage, body: Buffer): string {
  const [, scope = '', signed = ''] =
    /Credential=KEY\/([^,]+), ?SignedHeaders=([^,]+)/.exec(request.headers.authorization ?? '') ?? [];
  const [path = '', query = ''] = (request.url ?? '').split('?');
  const payload = String(request.headers['x-amz-content-sha256']);
  if (payload !== sha256(body)) return 'the body is not the one that was signed';
  const canonical = [
    request.method,
    path,
    query
      .split('&')
      .filter(Boolean)
      .map((pair) => (pair.includes('=') ? pair : `${pair}=`))
      .sort()
      .join('&'),
    ...signed.split(';').map((name) => `${name}:${String(request.headers[name]).trim()}`),
    '',
    signed,
    payload,
  ].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', request.headers['x-amz-date'], scope, sha256(canonical)].join('\n');
  const key = scope
    .split('/')
    .reduce<Buffer | string>(
      (secret, part) => createHmac('sha256', secret).update(part).digest(),
      `AWS4${settings.secretAccessKey}`,
    );
  return createHmac('sha256', key).update(toSign).digest('hex');
}

const objects = new Map<string, Buffer>();
let writes = 0;

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = Buffer.concat(await request.toArray());
  if (!request.headers.authorization?.endsWith(`Signature=${signatureOf(request, body)}`)) {
    response.writeHead(403).end('<Error><Code>SignatureDoesNotMatch</Code></Error>');
    return;
  }
  const key = (request.url ?? '').split('?')[0] ?? '';
  const found = objects.get(key);
  if (request.method === 'PUT') {
    writes += 1;
    objects.set(key, body);
    response.end();
  } else if (request.method === 'DELETE') {
    objects.delete(key);
    response.writeHead(204).end();
  } else if (!found) {
    response
      .writeHead(404)
      .end(request.method === 'HEAD' ? undefined : '<Error><Code>NoSuchKey</Code></Error>');
  } else {
    response.writeHead(200, { 'content-length': found.length, etag: '"x"' });
    response.end(request.method === 'HEAD' ? undefined : found);
  }
}

const bytes = Buffer.from('Tờ trình số 5');
const address = sha256(bytes);

const read = async (stream: ReadableStream<Uint8Array> | null): Promise<Buffer> =>
  stream ? Buffer.from(await new Response(stream).arrayBuffer()) : Buffer.alloc(0);

async function behavesLikeAStore(store: FileStore): Promise<void> {
  expect(await store.has(address)).toBe(false);
  expect(await store.get(address)).toBeNull();
  await Promise.all([store.put(address, bytes), store.put(address, bytes)]);
  await store.put(address, bytes);
  expect(await store.has(address)).toBe(true);
  expect(await read(await store.get(address))).toEqual(bytes);
  // A reader who leaves early, and one who never starts, do no harm.
  await (await store.get(address))?.cancel();
  await store.get(address);
  await store.remove(address);
  await store.remove(address);
  expect(await store.has(address)).toBe(false);
  for (const wrong of ['', '../../../etc/passwd', address.toUpperCase(), `${address}/x`]) {
    await expect(store.put(wrong, bytes)).rejects.toThrow('not the address');
  }
}

describe('disk', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'store-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('stores, finds, reads and removes', () => behavesLikeAStore(createDiskStore(join(folder, 'files'))));
});

describe('bucket', () => {
  let server: Server;
  let endpoint: string;
  beforeAll(async () => {
    server = createServer((request, response) => void answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => void server.close());

  it('stores, finds, reads and removes', () =>
    behavesLikeAStore(createBucketStore({ ...settings, endpoint })));

  it('puts objects under files/ab/cd and does not send again what is there', async () => {
    const store = createBucketStore({ ...settings, endpoint });
    writes = 0;
    await store.put(address, bytes);
    await store.put(address, bytes);
    expect(writes).toBe(1);
    const [ab, cd] = [address.slice(0, 2), address.slice(2, 4)];
    expect([...objects.keys()]).toEqual([`/caunoi/files/${ab}/${cd}/${address}`]);
  });

  it('is loud when the key is wrong', async () => {
    const store = createBucketStore({ ...settings, secretAccessKey: 'WRONG', endpoint });
    await expect(store.put(address, bytes)).rejects.toThrow();
    await expect(store.get(address)).rejects.toThrow();
  });
});
