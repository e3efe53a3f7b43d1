/** Building the tree: appending leaves; roots and proofs out of stored full subtrees. Pure, synchronous. */
import { type Hash, type NodeId, nodeInput, nodesOf, type Range } from './tree.ts';

export type SyncSha256 = (bytes: Uint8Array) => Hash;
export type Node = NodeId & { hash: Hash };

const key = ({ level, index }: NodeId): string => `${level}/${index}`;

/** The hash of a run of full subtrees, left to right, the way RFC 6962 nests them: rightmost two first. */
export function join(hashes: readonly Hash[], sha256: SyncSha256): Hash {
  if (hashes.length === 0) return sha256(new Uint8Array());
  return hashes.reduceRight((right, left) => sha256(nodeInput(left, right)));
}

/**
 * A tree while it grows. It remembers only its right edge: the at most 53 full subtrees standing side by
 * side, so a million leaves cost no more memory than ten.
 */
export class Growth {
  size: number;
  readonly #edge: Hash[];
  readonly #sha256: SyncSha256;

  /** `edge` holds the hashes of `nodesOf({ from: 0, to: size })`, in that order. */
  constructor(sha256: SyncSha256, size = 0, edge: readonly Hash[] = []) {
    this.#sha256 = sha256;
    this.#edge = [...edge];
    this.size = size;
  }

  /** Adds one leaf hash; returns every subtree it completes, the leaf itself first. */
  add(leafHash: Hash): Node[] {
    let node: Node = { level: 0, index: this.size, hash: leafHash };
    const completed = [node];
    while (node.index % 2 === 1) {
      const hash = this.#sha256(nodeInput(this.#edge.pop()!, node.hash));
      node = { level: node.level + 1, index: (node.index - 1) / 2, hash };
      completed.push(node);
    }
    this.#edge.push(node.hash);
    this.size += 1;
    return completed;
  }

  root(): Hash {
    return join(this.#edge, this.#sha256);
  }
}

/**
 * One hash per range, out of full subtrees that `read` delivers in a single call.
 * Throws when a needed subtree is missing: the stored tree is then damaged.
 */
export async function hashesOf(
  ranges: readonly Range[],
  read: (ids: NodeId[]) => Promise<Node[]>,
  sha256: SyncSha256,
): Promise<Hash[]> {
  const stored = new Map((await read(ranges.flatMap(nodesOf))).map((node) => [key(node), node.hash]));
  return ranges.map((range) => {
    const hashes = nodesOf(range).map((id) => {
      const hash = stored.get(key(id));
      if (hash === undefined) throw new Error(`The ledger lacks the subtree ${key(id)}; run verify-ledger.`);
      return hash;
    });
    return join(hashes, sha256);
  });
}
