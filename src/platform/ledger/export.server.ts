/**
 * The ledger as plain public files, and a verification that needs nothing else: no database, no account, no
 * trust in us. The same check reads a folder or a web address, since both have the C2SP layout.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Db } from '../database/client.ts';
import { toHex, utf8 } from './bytes.ts';
import { hashLeaf, sha256, verifyEd25519 } from './crypto.server.ts';
import { type Difference, Findings } from './findings.ts';
import { Growth, type Node } from './growth.ts';
import { Heads } from './heads.server.ts';
import { tileBytes } from './http.server.ts';
import { ledgerKeys } from './ledger.server.ts';
import { openCheckpoint, parseVerifierKey, type VerifierKey } from './note.ts';
import { latestCheckpoint } from './store.server.ts';
import {
  decodeBundle,
  type Tile,
  TILE_HEIGHT,
  TILE_WIDTH,
  tilePath,
  tilesOf,
  tilesOfLevel,
} from './tiles.ts';
import { sameBytes } from './tree.ts';

/** Writes `checkpoint`, `key` and `tile/…` below `folder`: what `/ledger/…` serves. Returns the size. */
export async function exportLedger(db: Db, folder: string): Promise<number> {
  const head = await latestCheckpoint(db);
  if (head === undefined) throw new Error('The ledger has no checkpoint yet; run the sequencer once.');
  const put = async (path: string, bytes: Uint8Array): Promise<void> => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  };
  for (const tile of tilesOf(head.size)) {
    const bytes = await tileBytes(db, tile);
    if (bytes === undefined)
      throw new Error(`The ledger cannot fill tile ${tilePath(tile)}; run verify-ledger.`);
    await put(join('tile', tilePath(tile)), bytes);
  }
  await put('key', utf8(`${(await ledgerKeys(db)).join('\n')}\n`));
  await put('checkpoint', utf8(head.note));
  return head.size;
}

/** Reads a public file by its path below `/ledger/`; undefined when it does not exist. */
export type ReadPublic = (path: string) => Promise<Uint8Array | undefined>;

export const fromFolder =
  (folder: string): ReadPublic =>
  (path) =>
    readFile(join(folder, path)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
      throw error;
    });

/** `address` ends in `/ledger`. */
export const fromAddress =
  (address: string): ReadPublic =>
  async (path) => {
    const response = await fetch(`${address}/${path}`, { signal: AbortSignal.timeout(30_000) });
    if (response.status === 404) return undefined;
    if (!response.ok) throw new Error(`${address}/${path} answered ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  };

export type PublicReport = {
  ok: boolean;
  size: number;
  /** Hex. */
  root: string;
  checkpoints: number;
  /** True when the key was taken from the same place as the files: it then proves order, not identity. */
  keyFromSamePlace: boolean;
  differences: Difference[];
  found: number;
};

/**
 * Rebuilds the whole tree from the entry bundles and compares every tile and the signed head with it.
 * `keys`: text keys obtained elsewhere (a bulletin, an earlier visit). `known`: older checkpoints that must
 * be beginnings of this tree.
 */
export async function verifyExport(
  read: ReadPublic,
  { keys, known = [] }: { keys?: readonly string[]; known?: readonly string[] } = {},
): Promise<PublicReport> {
  const findings = new Findings();
  const text = async (path: string) => new TextDecoder().decode((await read(path)) ?? new Uint8Array());
  const trusted = await readKeys(keys ?? (await text('key')).trim().split('\n'));
  const note = await text('checkpoint');
  const heads = new Heads(trusted, findings);
  await heads.add(note, 'checkpoint');
  for (const [at, older] of known.entries()) await heads.add(older, `known checkpoint ${at + 1}`);
  const size = (await openCheckpoint(note, trusted, verifyEd25519))?.size ?? 0;
  const growth = await rebuild(read, size, heads, findings);
  heads.finish(growth.size);
  const root = toHex(growth.root());
  const { count: found, differences } = findings;
  const keyFromSamePlace = keys === undefined;
  return { ok: found === 0, size, root, checkpoints: heads.checked, keyFromSamePlace, differences, found };
}

async function readKeys(lines: readonly string[]): Promise<VerifierKey[]> {
  const keys = await Promise.all(lines.map((line) => parseVerifierKey(line, sha256)));
  return keys.filter((key) => key !== undefined);
}

async function rebuild(read: ReadPublic, size: number, heads: Heads, findings: Findings): Promise<Growth> {
  const growth = new Growth(sha256);
  heads.reach(0, growth.root());
  const unfinished = new Map<number, Uint8Array[]>();
  for (const bundle of tilesOfLevel('entries', size)) {
    const leaves = decodeBundle((await readTile(read, bundle)) ?? new Uint8Array());
    if (leaves?.length !== bundle.width) {
      findings.add(
        'file',
        `tile/${tilePath(bundle)} does not hold ${bundle.width} entries`,
        bundle.index * TILE_WIDTH,
      );
      return growth;
    }
    for (const leaf of leaves) {
      for (const node of growth.add(hashLeaf(leaf))) await collect(read, unfinished, node, findings);
      if (heads.awaits(growth.size)) heads.reach(growth.size, growth.root());
    }
  }
  for (const [level, hashes] of unfinished) {
    const index = Math.floor(Math.floor(size / TILE_WIDTH ** level) / TILE_WIDTH);
    if (hashes.length > 0) await compareTile(read, { level, index, width: hashes.length }, hashes, findings);
  }
  return growth;
}

/** Gathers the hashes that belong to tiles; each tile is compared, then forgotten, when it is full. */
async function collect(
  read: ReadPublic,
  unfinished: Map<number, Uint8Array[]>,
  node: Node,
  findings: Findings,
): Promise<void> {
  if (node.level % TILE_HEIGHT !== 0) return;
  const level = node.level / TILE_HEIGHT;
  const hashes = unfinished.get(level) ?? [];
  unfinished.set(level, hashes);
  hashes.push(node.hash);
  if (hashes.length < TILE_WIDTH) return;
  unfinished.set(level, []);
  await compareTile(
    read,
    { level, index: (node.index + 1) / TILE_WIDTH - 1, width: TILE_WIDTH },
    hashes,
    findings,
  );
}

async function compareTile(
  read: ReadPublic,
  tile: Tile,
  hashes: Uint8Array[],
  findings: Findings,
): Promise<void> {
  const bytes = await readTile(read, tile);
  const start = tile.index * TILE_WIDTH * TILE_WIDTH ** Number(tile.level);
  if (bytes === undefined) findings.add('file', `tile/${tilePath(tile)} is missing`, start);
  else if (!sameBytes(bytes, Buffer.concat(hashes))) {
    findings.add('node', `tile/${tilePath(tile)} does not hold the hashes of its entries`, start);
  }
}

/** A mirror may have dropped a partial tile once the full one exists; the beginning of that will do. */
async function readTile(read: ReadPublic, tile: Tile): Promise<Uint8Array | undefined> {
  const exact = await read(`tile/${tilePath(tile)}`);
  if (exact !== undefined || tile.width === TILE_WIDTH) return exact;
  const full = await read(`tile/${tilePath({ ...tile, width: TILE_WIDTH })}`);
  if (full === undefined || tile.level !== 'entries') return full?.subarray(0, tile.width * 32);
  return beginningOfBundle(full, tile.width);
}

function beginningOfBundle(bundle: Uint8Array, count: number): Uint8Array {
  const end = (decodeBundle(bundle) ?? []).slice(0, count).reduce((at, leaf) => at + 2 + leaf.length, 0);
  return bundle.subarray(0, end);
}
