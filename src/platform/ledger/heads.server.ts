/** Comparing signed heads with a tree that is being recomputed. */
import { toHex } from './bytes.ts';
import { verifyEd25519 } from './crypto.server.ts';
import type { Findings } from './findings.ts';
import { type Checkpoint, openCheckpoint, type VerifierKey } from './note.ts';
import { type Hash, sameBytes } from './tree.ts';

/**
 * Collects the roots that were signed, and compares each when the recomputed tree reaches its size. Two heads
 * that both match one sequence of leaves are consistent by definition, so no separate proof is needed.
 */
export class Heads {
  readonly #bySize = new Map<number, Hash[]>();
  readonly #keys: readonly VerifierKey[];
  readonly #findings: Findings;
  checked = 0;

  constructor(keys: readonly VerifierKey[], findings: Findings) {
    this.#keys = keys;
    this.#findings = findings;
  }

  /** Takes a note in (`from` names its source in a finding); returns it if the signature is right. */
  async add(note: string, from: string): Promise<Checkpoint | undefined> {
    const head = await openCheckpoint(note, this.#keys, verifyEd25519);
    if (head === undefined) {
      this.#findings.add('checkpoint', `${from}: not signed by a key of this ledger`);
      return undefined;
    }
    this.#bySize.set(head.size, [...(this.#bySize.get(head.size) ?? []), head.root]);
    return head;
  }

  /** Was a root signed for this size, and not compared yet? */
  awaits(size: number): boolean {
    return this.#bySize.has(size);
  }

  /** The recomputed tree has this root at this size. */
  reach(size: number, actual: Hash): void {
    const signed = this.#bySize.get(size) ?? [];
    this.#bySize.delete(size);
    this.checked += signed.length;
    for (const claimed of signed) {
      if (sameBytes(claimed, actual)) continue;
      this.#findings.add(
        'checkpoint',
        `${size} leaves have the root ${toHex(actual)}; signed was ${toHex(claimed)}`,
      );
    }
  }

  /** After the last leaf: heads that the tree never reached. */
  finish(size: number): void {
    for (const missing of [...this.#bySize.keys()].sort((a, b) => a - b)) {
      this.#findings.add(
        'checkpoint',
        `a tree of ${missing} leaves was signed; only ${size} leaves are there`,
      );
    }
  }
}
