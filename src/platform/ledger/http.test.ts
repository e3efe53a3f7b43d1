import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Db } from '#platform/database/client.ts';
import { testDatabase, type TestDatabase } from '#platform/testing/database.ts';
import { type Receipt, verifyReceipt } from './browser.ts';
import { fromHex, toHex } from './bytes.ts';
import { createSigningKey, hashLeaf, sha256, signNote } from './crypto.server.ts';
import { exportLedger, fromAddress, fromFolder, verifyExport } from './export.server.ts';
import { checkpointResponse, keyResponse, proofResponse, tileResponse } from './http.server.ts';
import { appendAll, ledgerHead, ledgerKeys } from './ledger.server.ts';
import { checkpointText } from './note.ts';
import { sequence } from './sequence.server.ts';
import { decodeBundle } from './tiles.ts';
import { verifyConsistency } from './tree.ts';

const now = new Date('2026-11-23T03:00:00Z');
const options = { origin: 'gopy.dongnai.example/ledger', now };
let database: TestDatabase;
let db: Db;
let oldNote: string;

async function grow(count: number): Promise<void> {
  const { size } = (await ledgerHead(db))!;
  const publicFields = (n: number) => ({ n: size + n });
  const entries = Array.from({ length: count }, (_, n) => ({
    kind: 'samples.received',
    publicFields: publicFields(n),
  }));
  await appendAll(db, entries, now);
  await sequence(db, options);
}

beforeAll(async () => {
  database = await testDatabase();
  db = database.db;
  expect((await checkpointResponse(db)).status).toBe(404);
  expect((await keyResponse(db)).status).toBe(404);
  await sequence(db, options);
  expect(await (await checkpointResponse(db)).text()).toMatch(/^gopy\.dongnai\.example\/ledger\n0\n47DEQpj8/);
  await grow(300);
  oldNote = (await ledgerHead(db))!.note;
  await grow(400);
});
afterAll(() => database.drop());

const bytes = async (response: Response) => new Uint8Array(await response.arrayBuffer());

test('the checkpoint is fresh, tiles are for ever, and any site may read both', async () => {
  const checkpoint = await checkpointResponse(db);
  expect(checkpoint.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  expect(checkpoint.headers.get('cache-control')).toBe('public, max-age=2');
  const tile = await tileResponse(db, '0/000');
  expect(tile.headers.get('content-type')).toBe('application/octet-stream');
  expect(tile.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(tile.headers.get('access-control-allow-origin')).toBe('*');
});

test('tiles hold what their entries hash to', async () => {
  const hashes = await bytes(await tileResponse(db, '0/002.p/188'));
  const leaves = decodeBundle(await bytes(await tileResponse(db, 'entries/002.p/188')))!;
  expect(leaves).toHaveLength(188);
  expect(toHex(hashes)).toBe(leaves.map((leaf) => toHex(hashLeaf(leaf))).join(''));
  expect((await bytes(await tileResponse(db, '1/000.p/2'))).length).toBe(64);
});

test.each([
  ['0/002', 404],
  ['0/002.p/189', 404],
  ['0/003.p/1', 404],
  ['entries/003.p/1', 404],
  ['2/000.p/1', 404],
  ['63/000', 404],
  ['0/x999/x999/x999/x999/999', 404],
  ['0/2', 400],
  ['0/../key', 400],
  ['', 400],
])('tile %s → %i', async (path, status) => {
  const response = await tileResponse(db, path);
  expect(response.status).toBe(status);
  expect(response.headers.get('cache-control')).toBe('no-store');
});

test('a leaf is proven over HTTP alone', async () => {
  const bundle = decodeBundle(await bytes(await tileResponse(db, 'entries/001')))!;
  const leaf = toHex(hashLeaf(bundle[7]!));
  const response = await proofResponse(db, new URLSearchParams({ leaf }));
  const receipt = (await response.json()) as Receipt;
  const key = await (await keyResponse(db)).text();
  expect(await verifyReceipt(receipt, key)).toMatchObject({ ok: true, index: 263, size: 700 });
});

test('a waiting leaf answers 202, and is not kept by caches', async () => {
  const [ticket] = await appendAll(db, [{ kind: 'samples.waiting' }], now);
  const response = await proofResponse(db, new URLSearchParams({ leaf: ticket!.leafHash }));
  expect([response.status, response.headers.get('cache-control')]).toEqual([202, 'no-store']);
});

test('an old head is proven to be the beginning of the new one', async () => {
  const response = await proofResponse(db, new URLSearchParams({ from: '300' }));
  const { to, proof } = (await response.json()) as { to: number; proof: string[] };
  const oldRoot = Uint8Array.from(atob(oldNote.split('\n')[2]!), (char) => char.charCodeAt(0));
  const root = fromHex((await ledgerHead(db))!.root)!;
  const hashes = proof.map((hash) => fromHex(hash)!);
  expect(await verifyConsistency({ oldSize: 300, oldRoot, size: to, root, proof: hashes }, sha256)).toBe(
    true,
  );
});

test.each([
  ['', 400],
  ['leaf=xyz', 400],
  [`leaf=${'0'.repeat(64)}`, 404],
  ['from=-1', 400],
  ['from=1e3', 400],
  ['from=1&to=x', 400],
  ['from=9&to=8', 404],
  ['from=0&to=999999', 404],
])('proof?%s → %i', async (query, status) => {
  const response = await proofResponse(db, new URLSearchParams(query));
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
});

test('a stranger verifies the whole ledger over HTTP, with a key and a head kept from before', async () => {
  const server = createServer((request, response) => {
    const path = new URL(request.url!, 'http://x').pathname.slice('/ledger/'.length);
    const found =
      path === 'checkpoint' ? checkpointResponse(db) : tileResponse(db, path.slice('tile/'.length));
    void found.then(async (from) => response.writeHead(from.status).end(await bytes(from)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const read = fromAddress(`http://127.0.0.1:${(server.address() as AddressInfo).port}/ledger`);
  const report = await verifyExport(read, { keys: await ledgerKeys(db), known: [oldNote] });
  expect(report).toMatchObject({ ok: true, size: 700, checkpoints: 2, keyFromSamePlace: false, found: 0 });
  await new Promise((resolve) => server.close(resolve));
});

const other = await createSigningKey(options.origin);
const forgedNote = signNote(
  checkpointText({ origin: options.origin, size: 700, root: hashLeaf('x') }),
  other,
);

const lastBitFlipped = (file: Buffer) => Buffer.from([...file.subarray(0, -1), file.at(-1)! ^ 1]);

test.each([
  ['an untouched copy', 'key', (file: Buffer) => file, undefined],
  ['a changed entry', 'tile/entries/001', lastBitFlipped, 'checkpoint'],
  ['a shortened bundle', 'tile/entries/001', (file: Buffer) => file.subarray(0, 1000), 'file'],
  ['a changed hash', 'tile/0/001', lastBitFlipped, 'node'],
  ['a changed partial tile', 'tile/1/000.p/2', () => Buffer.alloc(64), 'node'],
  ['a forged checkpoint', 'checkpoint', () => Buffer.from(forgedNote), 'checkpoint'],
  ['an empty checkpoint', 'checkpoint', () => Buffer.alloc(0), 'checkpoint'],
  ['no usable key', 'key', () => Buffer.from('sample'), 'checkpoint'],
])('the public files of %s', async (_, path, change, what) => {
  const folder = await mkdtemp(join(tmpdir(), 'ledger-'));
  try {
    expect(await exportLedger(db, folder)).toBe(700);
    await writeFile(join(folder, path), change(await readFile(join(folder, path))));
    const report = await verifyExport(fromFolder(folder), { known: [oldNote] });
    expect(report.ok).toBe(what === undefined);
    if (what !== undefined) expect(report.differences.map((difference) => difference.what)).toContain(what);
  } finally {
    await rm(folder, { recursive: true });
  }
});
