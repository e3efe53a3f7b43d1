/**
 * Giving queued leaves their places. Writers never wait for one another: they only queue a row in their own
 * transaction. One sequencer at a time then numbers what has *committed*. A number taken inside the writers'
 * transactions would leave gaps at every rollback, or make every writer queue for one lock until its commit.
 */
import type { Instant } from '../clock.ts';
import type { Db } from '../database/client.ts';
import { createSigningKey, sha256, type SigningKey, signNote } from './crypto.server.ts';
import { Growth, hashesOf, join } from './growth.ts';
import { checkpointText } from './note.ts';
import {
  insertCheckpoint,
  insertEntries,
  insertKey,
  insertNodes,
  latestCheckpoint,
  lockTree,
  readNodes,
  signingKey,
  type StoredCheckpoint,
  takePending,
} from './store.server.ts';
import { nodesOf, sameBytes } from './tree.ts';

/** Leaves per transaction: 5,000 take half a second, so a long backlog does not hold the lock for minutes. */
const BATCH = 5_000;

/**
 * `origin` names the ledger (host of PUBLIC_ORIGIN + `/ledger`). It is fixed when the first checkpoint is
 * signed: a ledger that changes its name is another ledger, so later values are ignored.
 */
export type Sequencing = { origin: string; now: Instant };
/** How many leaves got a place, and the head after that. */
export type Sequenced = { added: number; size: number };

/** The name of this installation's ledger. */
export const ledgerOrigin = (publicOrigin: string): string => `${new URL(publicOrigin).host}/ledger`;

/**
 * Numbers everything that has committed so far, and signs a checkpoint per batch. Safe to run anywhere, any
 * number of times at once. The first run creates the key and signs the empty tree.
 * Throws when the stored tree does not match its own signed head: a damaged ledger is not extended.
 */
export async function sequence(db: Db, options: Sequencing): Promise<Sequenced> {
  let added = 0;
  for (;;) {
    const batch = await db.transaction().execute((tx) => sequenceBatch(tx, options));
    added += batch.added;
    if (batch.added < BATCH) return { added, size: batch.size };
  }
}

async function sequenceBatch(tx: Db, { origin, now }: Sequencing): Promise<Sequenced> {
  await lockTree(tx);
  const key = await currentKey(tx, { origin, now });
  const head = await latestCheckpoint(tx);
  const leaves = await takePending(tx, BATCH);
  if (leaves.length === 0 && head !== undefined) return { added: 0, size: head.size };
  const growth = await standingTree(tx, head);
  const entries = leaves.map((leaf, at) => ({ ...leaf, index: growth.size + at }));
  const nodes = entries.flatMap((entry) => growth.add(entry.leafHash));
  await insertEntries(tx, entries);
  await insertNodes(tx, nodes);
  const { size } = growth;
  const root = growth.root();
  const note = signNote(checkpointText({ origin: key.name, size, root }), key);
  await insertCheckpoint(tx, { size, root, note, at: now });
  return { added: leaves.length, size };
}

/** The key that signs now, made when there is none. The caller holds the tree's lock, or has seen that there is one. */
export async function currentKey(tx: Db, { origin, now }: Sequencing): Promise<SigningKey> {
  const existing = await signingKey(tx);
  if (existing !== undefined) return existing;
  const key = await createSigningKey(origin);
  await insertKey(tx, key, now);
  return key;
}

/** The tree as last signed, rebuilt from its right edge and compared with the signed root. */
async function standingTree(tx: Db, head: StoredCheckpoint | undefined): Promise<Growth> {
  if (head === undefined) return new Growth(sha256);
  const ranges = nodesOf({ from: 0, to: head.size }).map(({ level, index }) => ({
    from: index * 2 ** level,
    to: (index + 1) * 2 ** level,
  }));
  const edge = await hashesOf(ranges, (ids) => readNodes(tx, ids), sha256);
  if (!sameBytes(join(edge, sha256), head.root)) {
    throw new Error(
      `The stored tree of ${head.size} leaves does not have the root that was signed; run verify-ledger.`,
    );
  }
  return new Growth(sha256, head.size, edge);
}

type Soon = { waiting?: Promise<Sequenced | undefined>; running?: Promise<Sequenced | undefined> };
const soon = new WeakMap<Db, Soon>();

/**
 * For a caller that has just committed and would like a complete receipt at once. Calls that arrive while one
 * runs share the next run, so a burst of senders costs one checkpoint, not one each.
 * Never rejects: undefined means that it did not work now, and the periodic job will try again and report.
 */
export function sequenceSoon(db: Db, options: Sequencing): Promise<Sequenced | undefined> {
  const state = soon.get(db) ?? {};
  soon.set(db, state);
  if (state.waiting !== undefined) return state.waiting;
  const run = async (): Promise<Sequenced | undefined> => {
    await state.running;
    state.running = state.waiting;
    delete state.waiting;
    return sequence(db, options).catch(() => undefined);
  };
  state.waiting = run();
  return state.waiting;
}
