import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromHex, toHex } from './bytes.ts';
import { hashLeaf, sha256 } from './crypto.server.ts';
import { Growth, hashesOf, type Node } from './growth.ts';
import {
  consistencyRanges,
  EMPTY_ROOT,
  type Hash,
  inclusionRanges,
  nodeInput,
  type Range,
  verifyConsistency,
  verifyInclusion,
} from './tree.ts';
import vectors from './vectors.json' with { type: 'json' };

const hex = (text: string): Uint8Array => fromHex(text)!;

/** MTH of RFC 6962 §2.1 straight from its definition: the control that the efficient code must equal. */
function plainRoot(hashes: readonly Hash[]): Hash {
  if (hashes.length === 0) return sha256(new Uint8Array());
  if (hashes.length === 1) return hashes[0]!;
  let k = 1;
  while (k * 2 < hashes.length) k *= 2;
  return sha256(nodeInput(plainRoot(hashes.slice(0, k)), plainRoot(hashes.slice(k))));
}

function plant(leafHashes: readonly Hash[]) {
  const growth = new Growth(sha256);
  const nodes = new Map<string, Node>();
  const roots: Hash[] = [growth.root()];
  for (const hash of leafHashes) {
    for (const node of growth.add(hash)) nodes.set(`${node.level}/${node.index}`, node);
    roots.push(growth.root());
  }
  const prove = (ranges: Range[]) =>
    hashesOf(ranges, async (ids) => ids.flatMap((id) => nodes.get(`${id.level}/${id.index}`) ?? []), sha256);
  return { roots, prove, leafHashes };
}

const sequence = (size: number): Hash[] => Array.from({ length: size }, (_, n) => hashLeaf(`leaf ${n}`));
const flipped = (hash: Hash, bit: number): Hash =>
  hash.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));

test('published vectors: roots', () => {
  const { roots } = plant(vectors.leaves.map((leaf) => hashLeaf(hex(leaf))));
  expect(roots.slice(1).map(toHex)).toEqual(vectors.roots);
  expect(toHex(roots[0]!)).toBe(EMPTY_ROOT);
});

test.each(vectors.inclusion)(
  'published vectors: inclusion of $index in $size',
  async ({ index, size, proof }) => {
    const tree = plant(vectors.leaves.map((leaf) => hashLeaf(hex(leaf))));
    expect((await tree.prove(inclusionRanges(index, size))).map(toHex)).toEqual(proof);
    const claim = { leafHash: tree.leafHashes[index]!, index, size, root: hex(vectors.roots[size - 1]!) };
    expect(await verifyInclusion({ ...claim, proof: proof.map(hex) }, sha256)).toBe(true);
  },
);

test.each(vectors.consistency)(
  'published vectors: $oldSize begins $size',
  async ({ oldSize, size, proof }) => {
    const tree = plant(vectors.leaves.map((leaf) => hashLeaf(hex(leaf))));
    expect((await tree.prove(consistencyRanges(oldSize, size))).map(toHex)).toEqual(proof);
    const claim = {
      oldSize,
      oldRoot: hex(vectors.roots[oldSize - 1]!),
      size,
      root: hex(vectors.roots[size - 1]!),
    };
    expect(await verifyConsistency({ ...claim, proof: proof.map(hex) }, sha256)).toBe(true);
  },
);

test('the growing root equals the definition at every size to 300', () => {
  const leaves = sequence(300);
  const { roots } = plant(leaves);
  for (let size = 0; size <= 300; size += 1) expect(roots[size]).toEqual(plainRoot(leaves.slice(0, size)));
});

test('every leaf of every size to 130 is provable', async () => {
  const tree = plant(sequence(130));
  for (let size = 1; size <= 130; size += 1) {
    for (let index = 0; index < size; index += 1) {
      const proof = await tree.prove(inclusionRanges(index, size));
      const claim = { leafHash: tree.leafHashes[index]!, index, size, root: tree.roots[size]!, proof };
      if (!(await verifyInclusion(claim, sha256))) expect.fail(`${index} in ${size}`);
    }
  }
});

test('consistency holds for all m ≤ n ≤ 200, and never with another root', async () => {
  const tree = plant(sequence(200));
  const other = sha256(new Uint8Array([7]));
  for (let size = 0; size <= 200; size += 1) {
    for (let oldSize = 0; oldSize <= size; oldSize += 1) {
      const proof = await tree.prove(consistencyRanges(oldSize, size));
      const claim = { oldSize, oldRoot: tree.roots[oldSize]!, size, root: tree.roots[size]!, proof };
      if (!(await verifyConsistency(claim, sha256))) expect.fail(`${oldSize} begins ${size}`);
      // The forgeries are spread over the same shapes; all of them would triple the time.
      if ((oldSize + size) % 7 !== 0) continue;
      if (await verifyConsistency({ ...claim, oldRoot: other }, sha256))
        expect.fail(`forged ${oldSize}/${size}`);
      // An empty tree begins every tree; otherwise the new root is bound as well.
      if (oldSize > 0 && (await verifyConsistency({ ...claim, root: other }, sha256)))
        expect.fail('forged root');
    }
  }
});

const leafOfTree = fc
  .integer({ min: 1, max: 600 })
  .chain((size) => fc.tuple(fc.constant(size), fc.integer({ min: 0, max: size - 1 })));

test('any flipped bit, other place or other size breaks an inclusion proof', async () => {
  const tree = plant(sequence(600));
  const check = async ([size, index]: [number, number], pick: number, bit: number) => {
    const proof = await tree.prove(inclusionRanges(index, size));
    const claim = { leafHash: tree.leafHashes[index]!, index, size, root: tree.roots[size]!, proof };
    expect(await verifyInclusion(claim, sha256)).toBe(true);
    const parts = [claim.leafHash, claim.root, ...proof];
    const at = pick % parts.length;
    const [leafHash, root, ...rest] = parts.map((part, n) => (n === at ? flipped(part, bit) : part));
    expect(await verifyInclusion({ ...claim, leafHash: leafHash!, root: root!, proof: rest }, sha256)).toBe(
      false,
    );
    expect(await verifyInclusion({ ...claim, index: index + 1 }, sha256)).toBe(false);
    expect(await verifyInclusion({ ...claim, proof: [...proof, claim.root] }, sha256)).toBe(false);
    if (proof.length > 0)
      expect(await verifyInclusion({ ...claim, proof: proof.slice(1) }, sha256)).toBe(false);
  };
  await fc.assert(fc.asyncProperty(leafOfTree, fc.nat(), fc.integer({ min: 0, max: 255 }), check));
});

test('any flipped bit breaks a consistency proof', async () => {
  const tree = plant(sequence(600));
  const check = async ([size, oldIndex]: [number, number], pick: number, bit: number) => {
    const oldSize = oldIndex + 1;
    const proof = await tree.prove(consistencyRanges(oldSize, size));
    const parts = [tree.roots[oldSize]!, tree.roots[size]!, ...proof];
    const at = pick % parts.length;
    const [oldRoot, root, ...rest] = parts.map((part, n) => (n === at ? flipped(part, bit) : part));
    const claim = { oldSize, oldRoot: oldRoot!, size, root: root!, proof: rest };
    expect(await verifyConsistency(claim, sha256)).toBe(false);
    expect(await verifyConsistency({ ...claim, oldRoot: parts[0]!, root: parts[1]!, proof }, sha256)).toBe(
      true,
    );
  };
  await fc.assert(fc.asyncProperty(leafOfTree, fc.nat(), fc.integer({ min: 0, max: 255 }), check));
});

test('nonsense is refused, not thrown', async () => {
  const root = sha256(new Uint8Array());
  for (const [index, size] of [
    [0, 0],
    [-1, 3],
    [3, 3],
    [0.5, 3],
    [0, Number.NaN],
    [0, 2 ** 60],
  ] as const) {
    expect(await verifyInclusion({ leafHash: root, index, size, root, proof: [] }, sha256)).toBe(false);
  }
  expect(await verifyConsistency({ oldSize: 3, oldRoot: root, size: 2, root, proof: [] }, sha256)).toBe(
    false,
  );
  const short = { leafHash: root, index: 0, size: 2, root, proof: [new Uint8Array(5)] };
  expect(await verifyInclusion(short, sha256)).toBe(false);
});

test('places beyond 2^32 keep their arithmetic', async () => {
  const index = 2 ** 40 + 5;
  const size = 2 ** 41 + 3;
  const ranges = inclusionRanges(index, size);
  expect(ranges.at(-1)).toEqual({ from: 2 ** 41, to: size });
  expect(ranges.reduce((sum, range) => sum + range.to - range.from, 1)).toBe(size);
});

test('a missing subtree is reported, not papered over', async () => {
  await expect(hashesOf([{ from: 0, to: 4 }], async () => [], sha256)).rejects.toThrow(/2\/0/);
});
