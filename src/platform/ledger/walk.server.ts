/** What verification reads: the stored ledger as it is, including what should not be there. */
import { sql } from 'kysely';
import type { Db } from '../database/client.ts';
import type { Hash } from './tree.ts';

export type OpenedEntry = {
  index: number;
  leafHash: Hash;
  data: string;
  kind: string | null;
  subject: string | null;
  salt: Uint8Array | null;
};

/** The next entries at or after a place, each with what opens its commitment (nulls when nothing does). */
export async function openedEntries(db: Db, from: number, limit: number): Promise<OpenedEntry[]> {
  const { rows } = await sql<OpenedEntry>`
    select entry.index, entry.leaf_hash as "leafHash", entry.data, opening.kind, opening.subject, opening.salt
    from ledger.entry left join ledger.opening using (leaf_hash)
    where entry.index >= ${from}
    order by entry.index limit ${sql.lit(limit)}`.execute(db);
  return rows;
}

export async function storedHeads(db: Db): Promise<{ size: number; root: Hash; note: string }[]> {
  const { rows } = await sql<{ size: number; root: Hash; note: string }>`
    select size, root, note from ledger.checkpoint order by size`.execute(db);
  return rows;
}

export async function countNodes(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from ledger.node`.execute(db);
  return rows[0]?.count ?? 0;
}

export async function pendingLeaves(db: Db): Promise<{ leafHash: Hash; data: string }[]> {
  const { rows } = await sql<{ leafHash: Hash; data: string }>`
    select leaf_hash as "leafHash", data from ledger.pending order by id`.execute(db);
  return rows;
}

/** Openings whose leaf is neither in the tree nor queued: an entry was taken away before it got its place. */
export async function lostOpenings(db: Db): Promise<{ kind: string; subject: string }[]> {
  const { rows } = await sql<{ kind: string; subject: string }>`
    select kind, subject from ledger.opening
    where not exists (select from ledger.entry where entry.leaf_hash = opening.leaf_hash)
      and not exists (select from ledger.pending where pending.leaf_hash = opening.leaf_hash)
    order by kind, subject limit 1000`.execute(db);
  return rows;
}
