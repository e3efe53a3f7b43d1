/**
 * Proves the ledger from its leaves up, believing nothing that is stored: every leaf is hashed again, every
 * subtree and every signed root is recomputed, every commitment with a salt is compared with today's row.
 */
import type { Db } from '../database/client.ts';
import { toHex } from './bytes.ts';
import { type ContentCounts, type ContentOf, Contents } from './contents.server.ts';
import { hashLeaf, sha256 } from './crypto.server.ts';
import { type Difference, Findings } from './findings.ts';
import { Growth, type Node } from './growth.ts';
import { Heads } from './heads.server.ts';
import { readNodes, verifierKeys } from './store.server.ts';
import { type Hash, sameBytes } from './tree.ts';
import { countNodes, type OpenedEntry, openedEntries, pendingLeaves, storedHeads } from './walk.server.ts';

export type { ContentOf } from './contents.server.ts';

export type Verification = {
  /** By kind. Commitments of other kinds are counted as `unchecked`. */
  contentOf?: Readonly<Record<string, ContentOf>>;
  /** Checkpoints kept elsewhere (bulletins, witnesses): they catch even a ledger rewritten and re-signed. */
  known?: readonly string[];
};

export type Report = {
  ok: boolean;
  size: number;
  /** Hex. */
  root: string;
  checkpoints: number;
  contents: ContentCounts;
  /** Leaves that wait for their place; they are not covered by any checkpoint yet. */
  pending: number;
  /** The first differences; `found` is how many there are. */
  differences: Difference[];
  found: number;
};

const BATCH = 1_000;

/** Recomputes everything in one read-only snapshot. Memory grows with the checkpoints, not with the leaves. */
export async function verifyLedger(db: Db, options: Verification = {}): Promise<Report> {
  const run = (tx: Db) => new Recomputation(tx, options).run();
  return db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(run);
}

class Recomputation {
  readonly #tx: Db;
  readonly #known: readonly string[];
  readonly #findings = new Findings();
  readonly #growth = new Growth(sha256);
  readonly #contents: Contents;
  /** Subtrees that the leaves so far make up. */
  #nodes = 0;
  /** Size of the newest stored checkpoint. */
  #signed = 0;

  constructor(tx: Db, { contentOf = {}, known = [] }: Verification) {
    this.#tx = tx;
    this.#known = known;
    this.#contents = new Contents(tx, contentOf, this.#findings);
  }

  async run(): Promise<Report> {
    const heads = await this.#readHeads();
    heads.reach(0, this.#growth.root());
    let more = true;
    while (more) more = await this.#takeBatch(heads);
    const { size } = this.#growth;
    heads.finish(size);
    if (size > this.#signed) {
      this.#findings.add('checkpoint', `${size} leaves are there; only ${this.#signed} are signed`);
    }
    const stored = await countNodes(this.#tx);
    if (stored > this.#nodes) {
      this.#findings.add('node', `${stored} subtrees are stored; ${size} leaves have only ${this.#nodes}`);
    }
    const pending = await this.#checkPending();
    await this.#contents.finish();
    const { count: found, differences } = this.#findings;
    const root = toHex(this.#growth.root());
    const { counts: contents } = this.#contents;
    return { ok: found === 0, size, root, checkpoints: heads.checked, contents, pending, differences, found };
  }

  async #readHeads(): Promise<Heads> {
    const heads = new Heads(await verifierKeys(this.#tx), this.#findings);
    for (const { size, root, note } of await storedHeads(this.#tx)) {
      this.#signed = Math.max(this.#signed, size);
      const head = await heads.add(note, `stored checkpoint ${size}`);
      if (head !== undefined && (head.size !== size || !sameBytes(head.root, root))) {
        this.#findings.add('checkpoint', `stored checkpoint ${size} is not what its signed note says`);
      }
    }
    for (const [at, note] of this.#known.entries()) await heads.add(note, `known checkpoint ${at + 1}`);
    return heads;
  }

  /** Takes the next leaves into the tree; false when there are none, or when one is missing. */
  async #takeBatch(heads: Heads): Promise<boolean> {
    const from = this.#growth.size;
    const entries = await openedEntries(this.#tx, from, BATCH);
    const gap = entries.findIndex((entry, at) => entry.index !== from + at);
    const inOrder = gap < 0 ? entries : entries.slice(0, gap);
    const expected: Node[] = [];
    const reached: { size: number; root: Hash }[] = [];
    for (const entry of inOrder) {
      expected.push(...this.#growth.add(this.#hashAgain(entry)));
      const { size } = this.#growth;
      if (heads.awaits(size)) reached.push({ size, root: this.#growth.root() });
    }
    // Subtrees before roots: of all that differs after a forgery, they show its place.
    await this.#compareNodes(expected);
    for (const { size, root } of reached) heads.reach(size, root);
    await this.#contents.check(inOrder);
    if (gap < 0) return entries.length > 0;
    const next = entries[gap]?.index;
    this.#findings.add('entry', `entry ${from + gap} is missing; the next is ${next}`, from + gap);
    return false;
  }

  #hashAgain({ index, leafHash, data }: OpenedEntry): Hash {
    const actual = hashLeaf(data);
    if (!sameBytes(actual, leafHash)) {
      this.#findings.add(
        'entry',
        `the text hashes to ${toHex(actual)}; recorded is ${toHex(leafHash)}`,
        index,
      );
    }
    return actual;
  }

  async #compareNodes(expected: readonly Node[]): Promise<void> {
    this.#nodes += expected.length;
    const rows = await readNodes(this.#tx, expected);
    const stored = new Map(rows.map(({ level, index, hash }) => [`${level}/${index}`, hash]));
    for (const { level, index, hash } of expected) {
      const found = stored.get(`${level}/${index}`);
      if (found !== undefined && sameBytes(found, hash)) continue;
      const actual = found ? `stored is ${toHex(found)}` : 'it is missing';
      this.#findings.add(
        'node',
        `subtree ${level}/${index} is ${toHex(hash)}; ${actual}`,
        index * 2 ** level,
      );
    }
  }

  async #checkPending(): Promise<number> {
    const pending = await pendingLeaves(this.#tx);
    for (const { leafHash, data } of pending) {
      this.#contents.noteErasure(data);
      if (sameBytes(hashLeaf(data), leafHash)) continue;
      this.#findings.add('pending', `queued leaf ${toHex(leafHash)} was altered`);
    }
    return pending.length;
  }
}
