/** The second half of verification: does what was committed to still stand in the modules' rows? */
import type { Db } from '../database/client.ts';
import { toHex } from './bytes.ts';
import { canonical, type Json } from './canonical.ts';
import { commit } from './crypto.server.ts';
import type { Findings } from './findings.ts';
import { ERASED, readLeaf } from './leaf.server.ts';
import { lostOpenings, type OpenedEntry } from './walk.server.ts';

/**
 * What a module says its rows contain today, as it was committed to: asked with up to 1,000 subjects of one
 * kind, inside the verification's own snapshot. A subject left out of the answer counts as vanished.
 */
export type ContentOf = (db: Db, subjects: readonly string[]) => Promise<ReadonlyMap<string, Json>>;

export type ContentCounts = { matching: number; erased: number; unchecked: Record<string, number> };

type Commitment = { index: number; kind: string; subject: string; salt: Uint8Array; commitment?: string };

export class Contents {
  readonly counts: ContentCounts = { matching: 0, erased: 0, unchecked: {} };
  readonly #db: Db;
  readonly #contentOf: Readonly<Record<string, ContentOf>>;
  readonly #findings: Findings;
  /** Hex hashes of leaves whose salt a public entry declares erased. */
  readonly #erased = new Set<string>();
  /** Places of leaves that have a commitment but no salt any more, by hex hash. */
  readonly #unopened = new Map<string, number>();

  constructor(db: Db, contentOf: Readonly<Record<string, ContentOf>>, findings: Findings) {
    this.#db = db;
    this.#contentOf = contentOf;
    this.#findings = findings;
  }

  /** Compares the commitments of some entries that stand in the tree. */
  async check(entries: readonly OpenedEntry[]): Promise<void> {
    const opened = entries.map((entry) => this.#open(entry)).filter((one) => one !== undefined);
    for (const [kind, group] of Map.groupBy(opened, (one) => one.kind)) await this.#compare(kind, group);
  }

  /** Takes note of an erasure that is declared by a leaf which is still queued. */
  noteErasure(data: string): void {
    const said = readLeaf(data);
    if (said?.kind === ERASED && typeof said.leaf === 'string') this.#erased.add(said.leaf);
  }

  /** What can only be said after the last entry: an erasure may be declared much later than its leaf. */
  async finish(): Promise<void> {
    for (const [leafHash, index] of this.#unopened) {
      if (this.#erased.has(leafHash)) this.counts.erased += 1;
      else this.#findings.add('opening', `the salt of ${leafHash} is gone, and no entry says so`, index);
    }
    for (const { kind, subject } of await lostOpenings(this.#db)) {
      this.#findings.add('opening', `${kind} ${subject} was committed to, but its leaf is nowhere`);
    }
  }

  #open({ index, leafHash, data, kind, subject, salt }: OpenedEntry): Commitment | undefined {
    const said = readLeaf(data);
    if (said === undefined) {
      this.#findings.add('entry', 'the text is not a leaf', index);
      return undefined;
    }
    this.noteErasure(data);
    if (kind === null || subject === null || salt === null) {
      if (said.commitment !== undefined) this.#unopened.set(toHex(leafHash), index);
      return undefined;
    }
    if (said.kind !== kind) {
      this.#findings.add('opening', `the salt is filed under ${kind}; the leaf says ${said.kind}`, index);
    }
    return { index, kind: said.kind, subject, salt, commitment: said.commitment };
  }

  async #compare(kind: string, group: readonly Commitment[]): Promise<void> {
    const contentOf = this.#contentOf[kind];
    if (contentOf === undefined) {
      this.counts.unchecked[kind] = (this.counts.unchecked[kind] ?? 0) + group.length;
      return;
    }
    const subjects = group.map((one) => one.subject);
    const contents = await contentOf(this.#db, subjects);
    for (const { index, subject, salt, commitment } of group) {
      const content = contents.get(subject);
      if (content === undefined) {
        this.#findings.add('content', `${kind} ${subject} has vanished; its salt was not erased`, index);
      } else if (toHex(commit(salt, canonical(content))) === commitment) {
        this.counts.matching += 1;
      } else {
        this.#findings.add('content', `${kind} ${subject} is not what was committed to`, index);
      }
    }
  }
}
