/** Uploads that are cut in the middle: nothing half-written stays, nothing is reported as a fault, the server goes on. */
import { existsSync, readdirSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { addressOf, changedTables, digest, startWorld, type World } from '../application.ts';
import { fields } from '../fields.ts';
import { enter } from '../people.ts';

const BOUNDARY = 'ranh-gioi';
const PATIENCE = { wholeRequest: 1_500, check: 250 };
let world: World;
let cookie = '';
let faults: unknown[] = [];
beforeAll(async () => {
  world = await startWorld(PATIENCE);
  ({ cookie } = await enter(world.runtime, [{ role: 'officer', bodyId: world.bodies.own }]));
  for (const level of ['error', 'fatal'] as const) {
    vi.spyOn(world.runtime.log, level).mockImplementation((...said: unknown[]) => void faults.push(said));
  }
}, 120_000);
afterAll(() => world.close());
beforeEach(() => {
  faults = [];
});

type Part = { name: string; value: string | Buffer; file?: string };
const partOf = ({ name, value, file }: Part): Buffer =>
  Buffer.concat([
    Buffer.from(`--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"${file ? `; filename="${file}"\r\ncontent-type: application/octet-stream` : ''}\r\n\r\n`),
    Buffer.from(value), Buffer.from('\r\n'),
  ]);
const multipart = (parts: Part[]): Buffer => Buffer.concat([...parts.map(partOf), Buffer.from(`--${BOUNDARY}--\r\n`)]);

const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const texts = (own: Record<string, string>): Part[] =>
  Object.entries({ ...fields(world.bodies, world.somebody), ...own }).map(([name, value]) => ({ name, value }));
const listOf = (rows: number) => `Mã số,Họ và tên\n${Array.from({ length: rows }, (_, row) => `CUT-${row},Thị Bé ${row}`).join('\n')}\n`;
const FORM = `multipart/form-data; boundary=${BOUNDARY}`;
type Upload = { path: string; cookie: string; type: string; body: Buffer };
/** The file comes last, so a cut lies within it. */
const uploads: Record<string, () => Upload> = {
  'a list of members': () => ({
    path: addressOf('/desk/imports/new', {}), cookie,
    type: FORM, body: multipart([...texts({ kind: 'members' }), { name: 'file', value: listOf(20_000), file: 'danh-sach.csv' }]),
  }),
  'an idea with a picture': () => ({
    path: addressOf('/ideas/new', {}), cookie: '',
    type: FORM, body: multipart([...texts({ body: 'Nội dung' }), { name: 'files', value: Buffer.concat([PIXEL, Buffer.alloc(600_000)]), file: 'anh.png' }]),
  }),
  'an idea through the public interface': () => ({
    path: '/api/v1/ideas', cookie: '', type: 'application/json', body: Buffer.from(JSON.stringify({ title: 'Tên', body: 'Nội dung. '.repeat(400) })),
  }),
};

function open(): Promise<Socket> {
  const { port } = new URL(world.origin);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1', () => resolve(socket));
    socket.once('error', reject);
  });
}

const headOf = (upload: Upload, length: string): string =>
  [`POST ${upload.path} HTTP/1.1`, `host: ${new URL(world.origin).host}`, `origin: ${world.origin}`, `cookie: ${upload.cookie}`,
    'accept: text/html', `content-type: ${upload.type}`, length, '', ''].join('\r\n');

/** What came back until the connection was closed, by whomever. */
function answerOn(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  return new Promise((resolve) => {
    socket.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', () => undefined);
    socket.on('close', () => resolve(Buffer.concat(chunks).toString()));
  });
}

/** Everything that is kept on disk. */
const stored = (): string[] => {
  const folder = join(world.runtime.config.dataDir, 'files');
  return existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort() : [];
};
const half = ({ body }: Upload) => body.subarray(0, body.length / 2);
const serves = async () => (await fetch(`${world.origin}${addressOf('/ideas/new', {})}`)).status;

/** How the sender goes away. */
const ends: Record<string, (socket: Socket) => void> = {
  'is reset': (socket) => socket.resetAndDestroy(),
  'is closed': (socket) => socket.destroy(),
  'says that it is finished': (socket) => socket.end(),
};
const cuts = Object.entries(uploads).flatMap(([what, make]) => Object.entries(ends).map(([how, leave]) => ({ what, make, how, leave })));

describe('the connection', () => {
  test.each(cuts)('$how in the middle of $what', async ({ make, leave }) => {
    const before = [await digest(world), stored()] as const;
    const upload = make();
    for (const length of [`content-length: ${upload.body.length}`, 'transfer-encoding: chunked']) {
      const socket = await open();
      const answered = answerOn(socket);
      socket.write(headOf(upload, length));
      if (length.startsWith('transfer')) socket.write(`${half(upload).length.toString(16)}\r\n`);
      socket.write(half(upload));
      // What was sent has arrived before the connection ends.
      await new Promise((resolve) => setTimeout(resolve, 150));
      leave(socket);
      expect(await answered).not.toMatch(/^HTTP\/1\.1 (2|3|5)/);
    }
    await vi.waitFor(async () => expect(changedTables(before[0], await digest(world))).toEqual([]));
    expect(stored()).toEqual(before[1]);
    expect(await serves()).toBe(200);
    expect(faults).toEqual([]);
  });

  test.each(Object.entries(uploads))('stalls in the middle of %s: others are served, and it ends by itself', async (_, make) => {
    const before = [await digest(world), stored()] as const;
    const upload = make();
    const socket = await open();
    const answered = answerOn(socket);
    socket.write(headOf(upload, `content-length: ${upload.body.length}`));
    socket.write(half(upload));
    expect(await serves()).toBe(200);
    expect(await answered).toMatch(/^(HTTP\/1\.1 4\d\d|$)/);
    expect(changedTables(before[0], await digest(world))).toEqual([]);
    expect(stored()).toEqual(before[1]);
    expect(faults).toEqual([]);
  });
});

test.each(Object.entries(uploads))('a body that says it is whole and is half of %s is refused with words', async (_, make) => {
  const before = [await digest(world), stored()] as const;
  const upload = make();
  const socket = await open();
  const answered = answerOn(socket);
  socket.write(headOf(upload, `content-length: ${half(upload).length}\r\nconnection: close`));
  socket.write(half(upload));
  const answer = await answered;
  expect(answer).toMatch(/^HTTP\/1\.1 400/);
  expect(changedTables(before[0], await digest(world))).toEqual([]);
  expect(stored()).toEqual(before[1]);
  expect(faults).toEqual([]);
});

test('the same list, sent whole, is taken', async () => {
  const upload = uploads['a list of members']!();
  const response = await fetch(world.origin + upload.path, {
    method: 'POST', redirect: 'manual', body: upload.body as never,
    headers: { cookie, origin: world.origin, 'accept': 'text/html', 'content-type': upload.type },
  });
  expect(response.status).toBe(303);
  expect(faults).toEqual([]);
});
