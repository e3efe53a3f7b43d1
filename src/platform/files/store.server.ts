import { sql } from 'kysely';
import type { Instant } from '../clock.ts';
import type { Db } from '../database/client.ts';
import type { Accepted } from './accept.server.ts';

export type StoredFile = {
  id: string;
  sha256: string;
  type: string;
  bytes: number;
  /** Pixels; null for a document. */
  width: number | null;
  height: number | null;
  name: string;
  createdAt: Instant;
  /** Longer sides for which a thumbnail exists. */
  thumbnails: number[];
};

const columns = sql`
  f.id, f.sha256, f.type, f.bytes, f.width, f.height, f.name, f.created_at as "createdAt",
  array(select t.size from files.thumbnail t where t.file_id = f.id order by t.size) as thumbnails`;

/** Announces content before it is stored, so that a sweep running now leaves it alone. */
export async function touchBlobs(
  db: Db,
  blobs: { sha256: string; bytes: Uint8Array }[],
  now: Instant,
): Promise<void> {
  // In one order everywhere: two uploads of the same pictures must not wait for each other in a circle.
  const sorted = [...blobs].sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
  for (const { sha256, bytes } of sorted) {
    await sql`insert into files.blob as b (sha256, bytes, touched_at)
      values (${sha256}, ${bytes.length}, ${now})
      on conflict (sha256) do update
        set touched_at = greatest(b.touched_at, excluded.touched_at)`.execute(db);
  }
}

export async function insertFile(db: Db, file: Accepted, now: Instant): Promise<StoredFile> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ id: string }>`
      insert into files.file (sha256, type, bytes, width, height, name, created_at)
      values (${file.sha256}, ${file.type}, ${file.bytes.length}, ${file.width}, ${file.height},
        ${file.name}, ${now})
      returning id`.execute(tx);
    const id = rows[0]?.id ?? '';
    for (const { size, sha256, bytes, width, height } of file.thumbnails) {
      await sql`insert into files.thumbnail (file_id, size, sha256, bytes, width, height)
        values (${id}, ${size}, ${sha256}, ${bytes.length}, ${width}, ${height})`.execute(tx);
    }
    const { type, name, width, height, sha256 } = file;
    const thumbnails = file.thumbnails.map(({ size }) => size);
    return { id, sha256, type, bytes: file.bytes.length, width, height, name, createdAt: now, thumbnails };
  });
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export async function findFile(db: Db, id: string): Promise<StoredFile | null> {
  if (!UUID.test(id)) return null;
  const { rows } = await sql<StoredFile>`select ${columns} from files.file f where f.id = ${id}`.execute(db);
  return rows[0] ?? null;
}

export async function findThumbnail(
  db: Db,
  fileId: string,
  size: number,
): Promise<{ sha256: string; bytes: number } | null> {
  const { rows } = await sql<{ sha256: string; bytes: number }>`
    select sha256, bytes from files.thumbnail where file_id = ${fileId} and size = ${size}`.execute(db);
  return rows[0] ?? null;
}

/** How large the thumbnails of this size are, in bytes by file. */
export async function thumbnailBytes(db: Db, fileIds: readonly string[], size: number): Promise<Map<string, number>> {
  const { rows } = await sql<{ fileId: string; bytes: number }>`
    select file_id as "fileId", bytes from files.thumbnail where file_id = any(${[...fileIds]}::uuid[]) and size = ${size}`.execute(db);
  return new Map(rows.map(({ fileId, bytes }) => [fileId, bytes]));
}

/**
 * Says that a row needs these files, in this order. Call it in the transaction that writes the row; a file
 * whose upload was swept meanwhile (older than a day) makes it throw.
 */
export async function attachFiles(
  db: Db,
  { owner, ownerId, fileIds }: { owner: string; ownerId: string; fileIds: readonly string[] },
): Promise<void> {
  for (const [position, fileId] of fileIds.entries()) {
    await sql`insert into files.reference (owner, owner_id, file_id, position)
      values (${owner}, ${ownerId}, ${fileId}, ${position})
      on conflict (owner, owner_id, file_id) do update set position = excluded.position`.execute(db);
  }
}

/** The files are no longer needed there; the next sweep removes those that nobody needs. */
export async function detachFiles(
  db: Db,
  { owner, ownerId }: { owner: string; ownerId: string },
): Promise<void> {
  await sql`delete from files.reference where owner = ${owner} and owner_id = ${ownerId}`.execute(db);
}

/** Files of many rows in one query, each list in its order. */
export async function attachedFiles(
  db: Db,
  owner: string,
  ownerIds: readonly string[],
): Promise<Map<string, StoredFile[]>> {
  const byOwner = new Map<string, StoredFile[]>(ownerIds.map((id) => [id, []]));
  if (ownerIds.length === 0) return byOwner;
  const { rows } = await sql<StoredFile & { ownerId: string }>`
    select ${columns}, r.owner_id as "ownerId" from files.reference r join files.file f on f.id = r.file_id
    where r.owner = ${owner} and r.owner_id = any(${[...ownerIds]}::text[])
    order by r.owner_id, r.position`.execute(db);
  for (const { ownerId, ...file } of rows) byOwner.get(ownerId)?.push(file);
  return byOwner;
}

/** Who shows this file; the caller decides from it whether the reader may. */
export async function ownersOf(db: Db, fileId: string): Promise<{ owner: string; ownerId: string }[]> {
  if (!UUID.test(fileId)) return [];
  const { rows } = await sql<{ owner: string; ownerId: string }>`
    select owner, owner_id as "ownerId" from files.reference where file_id = ${fileId}`.execute(db);
  return rows;
}

/** Rows of files that nobody refers to and that are old enough not to be an upload in progress. */
export async function deleteUnreferenced(db: Db, before: Instant): Promise<number> {
  const { rows } = await sql`
    delete from files.file f
    where f.created_at < ${before} and not exists (select from files.reference r where r.file_id = f.id)
    returning f.id`.execute(db);
  return rows.length;
}

/** Detaches the files of one row and deletes those that no other row refers to. Returns how many. */
export async function deleteOwned(
  db: Db,
  { owner, ownerId }: { owner: string; ownerId: string },
): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const detached = await sql<{ id: string }>`
      delete from files.reference where owner = ${owner} and owner_id = ${ownerId}
      returning file_id as id`.execute(tx);
    const { rows } = await sql`
      delete from files.file f
      where f.id = any(${detached.rows.map(({ id }) => id)}::uuid[])
        and not exists (select from files.reference r where r.file_id = f.id)
      returning f.id`.execute(tx);
    return rows.length;
  });
}

/**
 * Locks some content that no file needs and that nobody has touched since; inside a transaction, so that an
 * upload of the same content waits until it is really gone and then stores it again.
 */
export async function lockUnneededBlobs(tx: Db, before: Instant, most: number): Promise<string[]> {
  const { rows } = await sql<{ sha256: string }>`
    select b.sha256 from files.blob b
    where b.touched_at < ${before}
      and not exists (select from files.file f where f.sha256 = b.sha256)
      and not exists (select from files.thumbnail t where t.sha256 = b.sha256)
    order by b.sha256 limit ${most} for update skip locked`.execute(tx);
  return rows.map(({ sha256 }) => sha256);
}

export async function deleteBlobs(tx: Db, hashes: readonly string[]): Promise<void> {
  await sql`delete from files.blob where sha256 = any(${[...hashes]}::text[])`.execute(tx);
}
