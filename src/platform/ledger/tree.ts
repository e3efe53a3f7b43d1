/**
 * The Merkle tree of RFC 6962 §2.1, as pure functions. Nothing here hashes by itself: building passes a
 * synchronous SHA-256 (`growth.ts`), checking passes one that may be asynchronous, so that the same lines
 * run on the server and, with `crypto.subtle`, in a resident's browser.
 *
 * Sizes and indices are plain numbers up to 2^53; bit operators are avoided because they stop at 2^32.
 */
export type Hash = Uint8Array;
export type Sha256 = (bytes: Uint8Array) => Hash | Promise<Hash>;
/** Leaves `from` (included) to `to` (excluded); always one that the RFC's splitting rule produces. */
export type Range = { from: number; to: number };
/** A full subtree: leaves `index * 2^level` up to, not including, `(index + 1) * 2^level`. */
export type NodeId = { level: number; index: number };

/** SHA-256 of nothing: the root of the tree without leaves. */
export const EMPTY_ROOT = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** What is hashed for a leaf: 0x00 then the data. The prefix keeps a node from posing as a leaf. */
export function leafInput(data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(data.length + 1);
  bytes.set(data, 1);
  return bytes;
}

/** What is hashed for an inner node: 0x01, left, right. */
export function nodeInput(left: Hash, right: Hash): Uint8Array {
  const bytes = new Uint8Array(1 + left.length + right.length);
  bytes[0] = 1;
  bytes.set(left, 1);
  bytes.set(right, 1 + left.length);
  return bytes;
}

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, at) => byte === b[at]);

/** The largest power of two smaller than `count` (which is at least 2): where the RFC splits a tree. */
function split(count: number): number {
  let half = 1;
  while (half * 2 < count) half *= 2;
  return half;
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

/**
 * The siblings of a leaf from the bottom up, as ranges: RFC 6962 §2.1.1 `PATH(m, D[n])`.
 * Throws RangeError unless 0 ≤ index < size.
 */
export function inclusionRanges(index: number, size: number): Range[] {
  if (!isCount(index) || !isCount(size) || index >= size) throw new RangeError(`no leaf ${index} in ${size}`);
  const ranges: Range[] = [];
  let from = 0;
  let to = size;
  while (to - from > 1) {
    const middle = from + split(to - from);
    if (index < middle) {
      ranges.unshift({ from: middle, to });
      to = middle;
    } else {
      ranges.unshift({ from, to: middle });
      from = middle;
    }
  }
  return ranges;
}

/**
 * The subtrees that prove a tree of `oldSize` to be the beginning of one of `size`: RFC 6962 §2.1.2
 * `PROOF(m, D[n])`. Empty for equal sizes and for an empty old tree. Throws RangeError when oldSize > size.
 */
export function consistencyRanges(oldSize: number, size: number): Range[] {
  if (!isCount(oldSize) || !isCount(size) || oldSize > size)
    throw new RangeError(`${oldSize} is not within ${size}`);
  if (oldSize === 0) return [];
  const ranges: Range[] = [];
  let from = 0;
  let to = size;
  while (to !== oldSize) {
    const middle = from + split(to - from);
    if (oldSize <= middle) {
      ranges.unshift({ from: middle, to });
      to = middle;
    } else {
      ranges.unshift({ from, to: middle });
      from = middle;
    }
  }
  // The verifier knows the old root; it needs the last subtree only when that is not the whole old tree.
  if (from > 0) ranges.unshift({ from, to });
  return ranges;
}

/** The full subtrees, left to right, of which a range is made. They are what the database stores. */
export function nodesOf({ from, to }: Range): NodeId[] {
  const nodes: NodeId[] = [];
  let start = from;
  while (start < to) {
    let width = 1;
    let level = 0;
    while (width * 2 <= to - start) {
      width *= 2;
      level += 1;
    }
    nodes.push({ level, index: start / width });
    start += width;
  }
  return nodes;
}

/**
 * Does `proof` (siblings from the bottom up) lead from this leaf hash to the root of `size` leaves?
 * Never throws: anything malformed is simply not a proof.
 */
export async function verifyInclusion(
  claim: { leafHash: Hash; index: number; size: number; root: Hash; proof: readonly Hash[] },
  sha256: Sha256,
): Promise<boolean> {
  const { index, size, proof } = claim;
  if (!isCount(index) || !isCount(size) || index >= size) return false;
  const siblings = inclusionRanges(index, size);
  if (siblings.length !== proof.length) return false;
  let hash = claim.leafHash;
  for (const [step, sibling] of siblings.entries()) {
    const other = proof[step];
    if (other?.length !== 32) return false;
    hash = await sha256(sibling.from > index ? nodeInput(hash, other) : nodeInput(other, hash));
  }
  return sameBytes(hash, claim.root);
}

/**
 * Is the tree (`oldSize`, `oldRoot`) the beginning of the tree (`size`, `root`)? Follows `consistencyRanges`
 * upwards and rebuilds both roots at once. Never throws.
 */
export async function verifyConsistency(
  claim: { oldSize: number; oldRoot: Hash; size: number; root: Hash; proof: readonly Hash[] },
  sha256: Sha256,
): Promise<boolean> {
  const { oldSize, oldRoot, size, root, proof } = claim;
  if (!isCount(oldSize) || !isCount(size) || oldSize > size) return false;
  if (oldSize === 0) return proof.length === 0 && sameBytes(oldRoot, await sha256(new Uint8Array()));
  const ranges = consistencyRanges(oldSize, size);
  if (ranges.length !== proof.length || proof.some((hash) => hash.length !== 32)) return false;
  const rest = [...proof];
  // When the old tree is itself one of the subtrees, the proof starts from the old root.
  const startsInside = ranges.length > 0 && ranges[0]!.to === oldSize;
  let older = startsInside ? rest.shift()! : oldRoot;
  let newer = older;
  for (const [step, range] of ranges.slice(startsInside ? 1 : 0).entries()) {
    const other = rest[step]!;
    if (range.from >= oldSize) {
      newer = await sha256(nodeInput(newer, other));
    } else {
      older = await sha256(nodeInput(other, older));
      newer = await sha256(nodeInput(other, newer));
    }
  }
  return sameBytes(older, oldRoot) && sameBytes(newer, root);
}
