/** Every SQL statement of the schema `ledger`, except those of verification (`verify/`). */
import { type RawBuilder, sql } from 'kysely';
import type { Instant } from '../clock.ts';
import type { Db } from '../database/client.ts';
import type { SigningKey } from './crypto.server.ts';
import type { Node } from './growth.ts';
import type { VerifierKey } from './note.ts';
import type { Hash, NodeId } from './tree.ts';

export type NewLeaf = {
  leafHash: Hash;
  data: string;
  opening?: { kind: string; subject: string; salt: Uint8Array };
};
export type Leaf = { index: number; leafHash: Hash; data: string };
export type StoredCheckpoint = { size: number; root: Hash; note: string; at: Instant };

/** Buffers of pooled memory are views; the driver wants Buffers inside arrays. */
const bytes = (list: readonly Uint8Array[]): RawBuilder<unknown> =>
  sql`${list.map((one) => Buffer.from(one))}::bytea[]`;

/** Queues leaves, and what opens their commitments, in the caller's transaction. */
export async function insertPending(tx: Db, leaves: readonly NewLeaf[], now: Instant): Promise<void> {
  await sql`with ${pendingMembers(leaves, now)} select`.execute(tx);
}

/**
 * The same as members of the `with` list of a statement that stores rows together with their leaves.
 * @param kept query for the hashes of those that were really stored; absent: all
 */
export function pendingMembers(leaves: readonly NewLeaf[], now: Instant, kept?: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    leaf as (
      select * from unnest(
        ${bytes(leaves.map((leaf) => leaf.leafHash))},
        ${leaves.map((leaf) => leaf.data)}::text[],
        ${leaves.map((leaf) => leaf.opening?.kind ?? null)}::text[],
        ${leaves.map((leaf) => leaf.opening?.subject ?? null)}::text[],
        ${sql`${leaves.map((leaf) => leaf.opening && Buffer.from(leaf.opening.salt))}::bytea[]`}
      ) with ordinality as leaf(leaf_hash, data, kind, subject, salt, place)
      ${kept ? sql`where leaf_hash in (${kept})` : sql``}
    ),
    opened as (
      insert into ledger.opening (leaf_hash, kind, subject, salt)
      select leaf_hash, kind, subject, salt from leaf where salt is not null
    ),
    queued as (
      insert into ledger.pending (leaf_hash, data, queued_at)
      select leaf_hash, data, ${now}::timestamptz from leaf order by place
    )`;
}

/** Only one transaction at a time may extend the tree; released at its end. */
export async function lockTree(tx: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('ledger.sequence', 0))`.execute(tx);
}

/** Takes at most `limit` queued leaves away, oldest first. */
export async function takePending(tx: Db, limit: number): Promise<{ leafHash: Hash; data: string }[]> {
  const { rows } = await sql<{ id: number; leafHash: Hash; data: string }>`
    delete from ledger.pending
    where id in (select id from ledger.pending order by id limit ${sql.lit(limit)})
    returning id, leaf_hash as "leafHash", data`.execute(tx);
  return rows.sort((a, b) => a.id - b.id);
}

export async function insertEntries(tx: Db, leaves: readonly Leaf[]): Promise<void> {
  await sql`
    insert into ledger.entry (index, leaf_hash, data)
    select * from unnest(
      ${leaves.map((leaf) => leaf.index)}::bigint[],
      ${bytes(leaves.map((leaf) => leaf.leafHash))},
      ${leaves.map((leaf) => leaf.data)}::text[]
    )`.execute(tx);
}

export async function insertNodes(tx: Db, nodes: readonly Node[]): Promise<void> {
  await sql`
    insert into ledger.node (level, index, hash)
    select * from unnest(
      ${nodes.map((node) => node.level)}::smallint[],
      ${nodes.map((node) => node.index)}::bigint[],
      ${bytes(nodes.map((node) => node.hash))}
    )`.execute(tx);
}

export async function insertCheckpoint(tx: Db, { size, root, note, at }: StoredCheckpoint): Promise<void> {
  await sql`
    insert into ledger.checkpoint (size, root, note, at)
    values (${size}, ${Buffer.from(root)}, ${note}, ${at})`.execute(tx);
}

/** The newest signed head; undefined until the first sequencing. */
export async function latestCheckpoint(db: Db): Promise<StoredCheckpoint | undefined> {
  const { rows } = await sql<StoredCheckpoint>`
    select size, root, note, at from ledger.checkpoint order by size desc limit 1`.execute(db);
  return rows[0];
}

/** Those of the asked subtrees that are stored. */
export async function readNodes(db: Db, ids: readonly NodeId[]): Promise<Node[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<Node>`
    select node.level, node.index, node.hash
    from unnest(${ids.map((id) => id.level)}::smallint[], ${ids.map((id) => id.index)}::bigint[])
      as asked(level, index)
    join ledger.node using (level, index)`.execute(db);
  return rows;
}

/** Neighbouring hashes of one level of the binary tree, in order: the content of a tile. */
export async function readLevel(db: Db, level: number, from: number, count: number): Promise<Hash[]> {
  const { rows } = await sql<{ hash: Hash }>`
    select hash from ledger.node
    where level = ${level} and index >= ${from} and index < ${from + count}
    order by index`.execute(db);
  return rows.map((row) => row.hash);
}

export async function readEntries(db: Db, from: number, count: number): Promise<Leaf[]> {
  const { rows } = await sql<Leaf>`
    select index, leaf_hash as "leafHash", data from ledger.entry
    where index >= ${from} and index < ${from + count}
    order by index`.execute(db);
  return rows;
}

/** A leaf by its hash; `index` is null while it is still queued. */
export async function findLeaf(
  db: Db,
  leafHash: Uint8Array,
): Promise<{ index: number | null; data: string; salt: Uint8Array | null } | undefined> {
  const hash = Buffer.from(leafHash);
  const { rows } = await sql<{ index: number | null; data: string; salt: Uint8Array | null }>`
    select found.index, found.data, opening.salt
    from (
      select leaf_hash, index, data from ledger.entry where leaf_hash = ${hash}
      union all
      select leaf_hash, null, data from ledger.pending where leaf_hash = ${hash}
    ) as found
    left join ledger.opening using (leaf_hash)
    limit 1`.execute(db);
  return rows[0];
}

/** The leaf that commits to this row of a module. */
export async function findLeafHash(db: Db, kind: string, subject: string): Promise<Hash | undefined> {
  const { rows } = await sql<{ leafHash: Hash }>`
    select leaf_hash as "leafHash" from ledger.opening where kind = ${kind} and subject = ${subject}`.execute(
    db,
  );
  return rows[0]?.leafHash;
}

/** Forgets salt and subject; returns the leaf they belonged to. */
export async function deleteOpening(tx: Db, kind: string, subject: string): Promise<Hash | undefined> {
  const { rows } = await sql<{ leafHash: Hash }>`
    delete from ledger.opening where kind = ${kind} and subject = ${subject}
    returning leaf_hash as "leafHash"`.execute(tx);
  return rows[0]?.leafHash;
}

export async function insertKey(tx: Db, key: SigningKey, now: Instant): Promise<void> {
  await sql`
    insert into ledger.key (id, origin, public_key, private_key, created_at)
    values (
      ${Buffer.from(key.id)}, ${key.name}, ${Buffer.from(key.publicKey)},
      ${Buffer.from(key.privateKey)}, ${now}
    )
    `.execute(tx);
}

/** The key that signs now; undefined until the first sequencing. */
export async function signingKey(tx: Db): Promise<SigningKey | undefined> {
  const { rows } = await sql<SigningKey>`
    select id, origin as name, public_key as "publicKey", private_key as "privateKey"
    from ledger.key where private_key is not null`.execute(tx);
  return rows[0];
}

/** Every public key that ever signed, newest first. */
export async function verifierKeys(db: Db): Promise<VerifierKey[]> {
  const { rows } = await sql<VerifierKey>`
    select id, origin as name, public_key as "publicKey" from ledger.key
    order by private_key is null, created_at desc`.execute(db);
  return rows;
}
