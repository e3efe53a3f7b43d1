/** What modules do with the public ledger: append, forget, show. Why it is so: docs/decisions/0006. */
import type { RawBuilder } from 'kysely';
import type { Instant } from '../clock.ts';
import type { Db } from '../database/client.ts';
import type { Receipt } from './browser.ts';
import { fromHex, toHex } from './bytes.ts';
import { sha256 } from './crypto.server.ts';
import { hashesOf } from './growth.ts';
import { type Entry, ERASED, type Ticket, writeLeaf } from './leaf.server.ts';
import {
  deleteOpening,
  findLeaf,
  findLeafHash,
  insertPending,
  latestCheckpoint,
  pendingMembers,
  readEntries,
  readNodes,
  verifierKeys,
} from './store.server.ts';
import { formatVerifierKey } from './note.ts';
import { consistencyRanges, inclusionRanges } from './tree.ts';

/** Tables that no export may contain: whoever holds this can sign in the ledger's name. */
export const NEVER_EXPORTED = ['ledger.key'] as const;

/**
 * Queues one entry in the caller's transaction: it enters the ledger if, and only if, that transaction
 * commits. One statement, no lock on anything shared. Its place follows seconds later (`sequence`).
 */
export async function append(tx: Db, entry: Entry): Promise<Ticket> {
  const { leaf, ticket } = writeLeaf(entry);
  await insertPending(tx, [leaf], entry.now);
  return ticket;
}

/** The same for many entries in one statement, for example the sealed answers of a survey that closes. */
export async function appendAll(
  tx: Db,
  entries: readonly Omit<Entry, 'now'>[],
  now: Instant,
): Promise<Ticket[]> {
  const written = entries.map((entry) => writeLeaf({ ...entry, now }));
  await insertPending(
    tx,
    written.map(({ leaf }) => leaf),
    now,
  );
  return written.map(({ ticket }) => ticket);
}

/** An entry that is written but not yet queued: nothing of it exists before the statement with `queuing`. */
export type Prepared = ReturnType<typeof writeLeaf>;

/** For rows that are stored together with the hash of their leaf: the ticket first, the entry with the rows. */
export const prepare = (entry: Entry): Prepared => writeLeaf(entry);

/**
 * Members of the `with` list of the statement that stores those rows (they may not be called leaf, opened or
 * queued); `kept` asks for the hashes of those that were stored. One round trip instead of two.
 */
export const queuing = (written: readonly Prepared[], now: Instant, kept: RawBuilder<unknown>): RawBuilder<unknown> =>
  pendingMembers(
    written.map(({ leaf }) => leaf),
    now,
    kept,
  );

/**
 * Forgets what opens a commitment, so that nobody can tie the leaf to a text or a person any more. The tree
 * stays whole, and a public entry says which leaf it was and why (`reason`: a code, never words about
 * somebody). Undefined when there was nothing to erase.
 */
export async function eraseSalt(
  tx: Db,
  { kind, subject, reason, now }: { kind: string; subject: string; reason: string; now: Instant },
): Promise<Ticket | undefined> {
  const leafHash = await deleteOpening(tx, kind, subject);
  if (leafHash === undefined) return undefined;
  return append(tx, { kind: ERASED, publicFields: { leaf: toHex(leafHash), reason }, now });
}

/** Hex hash of the leaf that commits to this row; undefined when there is none or its salt was erased. */
export async function leafHashOf(db: Db, kind: string, subject: string): Promise<string | undefined> {
  const hash = await findLeafHash(db, kind, subject);
  return hash && toHex(hash);
}

/**
 * The receipt of a leaf (its hash in hex): against the newest checkpoint once it has a place, without
 * `index`, `checkpoint` and `proof` before that. The salt is included for the author only (`withSalt`):
 * together with the text it proves what was sent. Undefined for an unknown leaf.
 */
export async function receiptFor(
  db: Db,
  leafHash: string,
  { withSalt = false }: { withSalt?: boolean } = {},
): Promise<Receipt | undefined> {
  const hash = fromHex(leafHash);
  const found = hash?.length === 32 ? await findLeaf(db, hash) : undefined;
  if (found === undefined) return undefined;
  const receipt: Receipt = { leaf: found.data, leafHash };
  if (withSalt && found.salt !== null) receipt.salt = toHex(found.salt);
  const head = found.index === null ? undefined : await latestCheckpoint(db);
  if (found.index === null || head === undefined) return receipt;
  const proof = await hashesOf(inclusionRanges(found.index, head.size), (ids) => readNodes(db, ids), sha256);
  return { ...receipt, index: found.index, checkpoint: head.note, proof: proof.map(toHex) };
}

/**
 * Hashes (hex) that prove the tree of `from` leaves, for example one printed in an old bulletin, to be the
 * beginning of the tree of `to` leaves (absent: the newest signed one). Undefined for sizes not reached.
 */
export async function consistencyProof(
  db: Db,
  from: number,
  to?: number,
): Promise<{ from: number; to: number; checkpoint: string; proof: string[] } | undefined> {
  const head = await latestCheckpoint(db);
  const size = to ?? head?.size ?? 0;
  if (head === undefined || size > head.size || from > size) return undefined;
  const proof = await hashesOf(consistencyRanges(from, size), (ids) => readNodes(db, ids), sha256);
  return { from, to: size, checkpoint: head.note, proof: proof.map(toHex) };
}

/** The newest signed head, for screens, bulletins and the ledger's page; `root` in hex. */
export async function ledgerHead(
  db: Db,
): Promise<{ size: number; root: string; note: string; at: Instant } | undefined> {
  const head = await latestCheckpoint(db);
  return head && { ...head, root: toHex(head.root) };
}

/** Entries as published, newest first, below `before` (an index) if given. `data` is the text of the leaf. */
export async function recentEntries(
  db: Db,
  { before, limit }: { before?: number; limit: number },
): Promise<{ index: number; leafHash: string; data: string }[]> {
  const end = before ?? (await latestCheckpoint(db))?.size ?? 0;
  const from = Math.max(0, end - limit);
  const entries = await readEntries(db, from, end - from);
  return entries.reverse().map((entry) => ({ ...entry, leafHash: toHex(entry.leafHash) }));
}

/** Public keys in text form (c2sp.org/signed-note), the one that signs now first. */
export async function ledgerKeys(db: Db): Promise<string[]> {
  return (await verifierKeys(db)).map(formatVerifierKey);
}
