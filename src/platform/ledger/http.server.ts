/**
 * The ledger over HTTP, as C2SP `tlog-tiles` lays it out below `/ledger`, plus two conveniences of our own
 * (`/ledger/proof`, `/ledger/key`). Routes only hand parameters over. Everything is public, reads no session
 * and may be read by other sites' pages: a verifier need not come from us.
 */
import type { Db } from '../database/client.ts';
import { consistencyProof, ledgerKeys, receiptFor } from './ledger.server.ts';
import { latestCheckpoint, readEntries, readLevel } from './store.server.ts';
import { encodeBundle, parseTilePath, type Tile, TILE_HEIGHT, TILE_WIDTH } from './tiles.ts';

const TEXT = 'text/plain; charset=utf-8';
const JSON_TYPE = 'application/json';
/** Whatever has been signed can never change, so a tile of a given width may be kept for ever. */
const FOR_EVER = 'public, max-age=31536000, immutable';
/** The specification asks for at most a few seconds. */
const SECONDS = 'public, max-age=2';

function answer(body: BodyInit, type: string, cache: string, status = 200): Response {
  const headers = {
    'content-type': type,
    'cache-control': cache,
    'access-control-allow-origin': '*',
    'x-content-type-options': 'nosniff',
  };
  return new Response(body, { status, headers });
}

/** RFC 9457. Never cached: what is missing now may exist in a second. */
const refusal = (status: number, title: string): Response =>
  answer(JSON.stringify({ title, status }), 'application/problem+json', 'no-store', status);

/** `GET /ledger/checkpoint`: the newest signed head. 404 only before the very first sequencing. */
export async function checkpointResponse(db: Db): Promise<Response> {
  const head = await latestCheckpoint(db);
  return head ? answer(head.note, TEXT, SECONDS) : refusal(404, 'No checkpoint has been signed yet.');
}

/**
 * `GET /ledger/tile/<path>`: hashes (`<level>/<n>[.p/<width>]`) or leaves (`entries/<n>[.p/<width>]`).
 * 400 for another spelling, 404 for what the tree does not hold yet.
 */
export async function tileResponse(db: Db, path: string): Promise<Response> {
  const tile = parseTilePath(path);
  if (tile === undefined) return refusal(400, 'Not a tile path; see c2sp.org/tlog-tiles.');
  const body = await tileBytes(db, tile);
  return body
    ? answer(body, 'application/octet-stream', FOR_EVER)
    : refusal(404, 'The ledger is not that long yet.');
}

/** The bytes of a tile; undefined when the tree holds fewer hashes than its width. */
export async function tileBytes(
  db: Db,
  { level, index, width }: Tile,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const from = index * TILE_WIDTH;
  if (!Number.isSafeInteger(from + width)) return undefined;
  if (level === 'entries') {
    const entries = await readEntries(db, from, width);
    if (entries.length < width) return undefined;
    return new Uint8Array(encodeBundle(entries.map((entry) => entry.data)));
  }
  const hashes = await readLevel(db, level * TILE_HEIGHT, from, width);
  return hashes.length < width ? undefined : new Uint8Array(Buffer.concat(hashes));
}

/** `GET /ledger/key`: one public key a line, the one that signs now first. */
export async function keyResponse(db: Db): Promise<Response> {
  const keys = await ledgerKeys(db);
  return keys.length > 0
    ? answer(`${keys.join('\n')}\n`, TEXT, SECONDS)
    : refusal(404, 'No key has been created yet.');
}

const size = (text: string | null): number | undefined =>
  text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined;

/**
 * `GET /ledger/proof?leaf=<hex>`: the receipt of a leaf (202 while it waits for its place), without its salt.
 * `GET /ledger/proof?from=<size>[&to=<size>]`: proof that an older tree is the beginning of a newer one.
 */
export async function proofResponse(db: Db, query: URLSearchParams): Promise<Response> {
  const leaf = query.get('leaf');
  if (leaf !== null) {
    if (!/^[0-9a-f]{64}$/.test(leaf)) return refusal(400, 'leaf is the hash of a leaf: 64 digits 0-9a-f.');
    const receipt = await receiptFor(db, leaf);
    if (receipt === undefined) return refusal(404, 'The ledger knows no such leaf.');
    const placed = receipt.index !== undefined;
    return answer(JSON.stringify(receipt), JSON_TYPE, placed ? SECONDS : 'no-store', placed ? 200 : 202);
  }
  const from = size(query.get('from'));
  const to = query.has('to') ? size(query.get('to')) : null;
  if (from === undefined || to === undefined)
    return refusal(400, 'Give leaf=<hash>, or from=<size> and maybe to=<size>.');
  const proof = await consistencyProof(db, from, to ?? undefined);
  return proof
    ? answer(JSON.stringify(proof), JSON_TYPE, SECONDS)
    : refusal(404, 'The ledger has no trees of these sizes.');
}
