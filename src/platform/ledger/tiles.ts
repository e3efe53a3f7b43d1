/**
 * The public file layout of C2SP `tlog-tiles` (c2sp.org/tlog-tiles), relative to `/ledger/tile/`:
 * `<level>/<n>` holds 256 hashes of subtrees of 256^level leaves, `entries/<n>` the 256 leaves themselves,
 * and `.p/<width>` marks the unfinished last one. Any witness or mirror that reads that layout reads ours.
 */
import { utf8 } from './bytes.ts';

export const TILE_WIDTH = 256;
/** A tile spans eight levels of the binary tree: 2^8 = 256. */
export const TILE_HEIGHT = 8;
/** A leaf's length is written in 16 bits. */
export const LARGEST_LEAF = 65_535;

/** `width` is 256 for a full tile, 1–255 for a partial one. */
export type Tile = { level: number | 'entries'; index: number; width: number };

/** `1234067` → `x001/x234/067`. */
function indexPath(index: number): string {
  const last = String(index % 1000).padStart(3, '0');
  let path = last;
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    path = `x${String(rest % 1000).padStart(3, '0')}/${path}`;
  }
  return path;
}

export const tilePath = ({ level, index, width }: Tile): string =>
  `${level}/${indexPath(index)}${width === TILE_WIDTH ? '' : `.p/${width}`}`;

const PATH = /^(entries|\d{1,2})\/((?:x\d{3}\/){0,5}\d{3})(?:\.p\/(\d{1,3}))?$/;

/** Undefined for anything but the one canonical spelling of a tile's path. */
export function parseTilePath(path: string): Tile | undefined {
  const [, level, digits, width] = PATH.exec(path) ?? [];
  if (level === undefined || digits === undefined) return undefined;
  const tile: Tile = {
    level: level === 'entries' ? level : Number(level),
    index: Number(digits.replaceAll(/[x/]/g, '')),
    width: width === undefined ? TILE_WIDTH : Number(width),
  };
  if (typeof tile.level === 'number' && tile.level > 63) return undefined;
  if (!Number.isSafeInteger(tile.index) || tile.width < 1 || tile.width > TILE_WIDTH) return undefined;
  return tilePath(tile) === path ? tile : undefined;
}

/** Every tile of one level for a tree of `size` leaves: the full ones, then the partial one if any. */
export function* tilesOfLevel(level: number | 'entries', size: number): Generator<Tile> {
  const hashes = Math.floor(size / TILE_WIDTH ** (level === 'entries' ? 0 : level));
  for (let index = 0; index * TILE_WIDTH < hashes; index += 1) {
    yield { level, index, width: Math.min(TILE_WIDTH, hashes - index * TILE_WIDTH) };
  }
}

/** Every file that together makes up a tree of `size` leaves. */
export function* tilesOf(size: number): Generator<Tile> {
  yield* tilesOfLevel('entries', size);
  for (let level = 0; TILE_WIDTH ** level <= size; level += 1) yield* tilesOfLevel(level, size);
}

/** Leaves, each after its length as a big-endian 16-bit number. */
export function encodeBundle(leaves: readonly string[]): Uint8Array {
  const parts = leaves.map(utf8);
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + 2 + part.length, 0));
  let at = 0;
  for (const part of parts) {
    if (part.length > LARGEST_LEAF)
      throw new RangeError(`A leaf of ${part.length} bytes does not fit a bundle.`);
    bytes.set([part.length >> 8, part.length & 255], at);
    bytes.set(part, at + 2);
    at += 2 + part.length;
  }
  return bytes;
}

/** The leaves of a bundle, or undefined when the lengths do not add up. */
export function decodeBundle(bytes: Uint8Array): Uint8Array[] | undefined {
  const leaves: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (at + 2 > bytes.length) return undefined;
    const end = at + 2 + bytes[at]! * 256 + bytes[at + 1]!;
    if (end > bytes.length) return undefined;
    leaves.push(bytes.subarray(at + 2, end));
    at = end;
  }
  return leaves;
}
