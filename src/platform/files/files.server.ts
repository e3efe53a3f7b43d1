import type { Instant } from '../clock.ts';
import type { Db } from '../database/client.ts';
import type { Problem, Result } from '../result.ts';
import { failed, fieldProblem, ok } from '../result.ts';
import type { Accepted, Rules, Upload } from './accept.server.ts';
import { prepareUpload } from './accept.server.ts';
import type { FileStore } from './file-store.ts';
import type { StoredFile } from './store.server.ts';
import {
  deleteBlobs,
  deleteOwned,
  deleteUnreferenced,
  insertFile,
  lockUnneededBlobs,
  touchBlobs,
} from './store.server.ts';

export type { StoredFile } from './store.server.ts';
export type { Rules, Upload } from './accept.server.ts';
export { attachFiles, attachedFiles, detachFiles, findFile, ownersOf, thumbnailBytes } from './store.server.ts';
export { fileResponse } from './response.server.ts';
export { drawForPaper } from './image.server.ts';
export { createDiskStore } from './disk-store.server.ts';
export { createBucketStore } from './bucket-store.server.ts';

/**
 * Checks one upload and stores it. The file belongs to nobody until `attachFiles` is called in the
 * transaction of the row that shows it; until then the sweep may take it after a day. Outside of transactions
 * only: decoding and storing take too long to hold locks.
 * @returns the stored file, or the problems of `prepareUpload`
 */
export async function acceptUpload(
  db: Db,
  store: FileStore,
  upload: Upload & Rules & { now: Instant },
): Promise<Result<StoredFile>> {
  const prepared = await prepareUpload(upload, upload);
  return prepared.ok ? ok(await keep(db, store, prepared.value, upload.now)) : prepared;
}

/**
 * Checks all files of a form field and stores them only when all are good, so that the person corrects once.
 * A browser sends an empty file field as one file without name and content; that is no file.
 * Problems carry `field`; one more code here: `file.tooMany`.
 */
export async function acceptUploads(
  db: Db,
  store: FileStore,
  uploads: readonly Upload[],
  rules: Rules & { field: string; most: number; now: Instant },
): Promise<Result<StoredFile[]>> {
  const given = uploads.filter(({ name, content }) => name !== '' || !isEmpty(content));
  if (given.length > rules.most) return fieldProblem(rules.field, 'file.tooMany', { limit: rules.most });
  const good: Accepted[] = [];
  const problems: Problem[] = [];
  for (const upload of given) {
    const prepared = await prepareUpload(upload, rules);
    if (prepared.ok) good.push(prepared.value);
    else problems.push(...prepared.problems.map((one) => ({ ...one, field: rules.field })));
  }
  if (problems.length > 0) return failed(...problems);
  const stored: StoredFile[] = [];
  for (const accepted of good) stored.push(await keep(db, store, accepted, rules.now));
  return ok(stored);
}

const isEmpty = (content: Upload['content']): boolean =>
  content instanceof Uint8Array && content.length === 0;

/** An upload from a form. Without a name and without bytes it stands for "no file chosen". */
export const fromForm = (file: File): Upload => ({
  name: file.name,
  content: file.size === 0 ? new Uint8Array() : (file.stream() as unknown as AsyncIterable<Uint8Array>),
});

/**
 * Announce, store, record: in this order a crash leaves content that the sweep finds, never a row without
 * content.
 */
async function keep(db: Db, store: FileStore, file: Accepted, now: Instant): Promise<StoredFile> {
  if (db.isTransaction) throw new Error('acceptUpload must not run inside a transaction');
  const contents = [file, ...file.thumbnails];
  await touchBlobs(db, contents, now);
  for (const { sha256, bytes } of contents) await store.put(sha256, bytes);
  return insertFile(db, file, now);
}

/** Blobs removed in one transaction. */
const BATCH = 50;
/** No upload takes longer between announcing its content and recording it. */
const UPLOAD_MS = 10 * 60_000;

/**
 * Removes files that no row has referred to since before `olderThan` (a day is right: a form may be kept open
 * between its upload and its sending) and content that no file needs. Safe beside running uploads and other
 * sweeps.
 */
export async function sweep(
  db: Db,
  store: FileStore,
  olderThan: Instant,
): Promise<{ files: number; blobs: number; leftovers: number }> {
  const files = await deleteUnreferenced(db, olderThan);
  return { files, blobs: await removeBlobs(db, store, olderThan), leftovers: await store.tidy(olderThan) };
}

/**
 * Removes the files of one row at once, rows and bytes, unless another row refers to them too: for what must
 * not be kept, such as a denunciation that was handed over. Outside of transactions only, after the row
 * itself is gone.
 */
export async function eraseFiles(
  db: Db,
  store: FileStore,
  { owner, ownerId, now }: { owner: string; ownerId: string; now: Instant },
): Promise<number> {
  const erased = await deleteOwned(db, { owner, ownerId });
  await removeBlobs(db, store, new Date(now.getTime() - UPLOAD_MS));
  return erased;
}

/** In batches, each in its own transaction; returns how many. */
async function removeBlobs(db: Db, store: FileStore, before: Instant): Promise<number> {
  let removed = 0;
  for (;;) {
    const some = await db.transaction().execute((tx) => removeSomeBlobs(tx, store, before));
    removed += some;
    if (some < BATCH) return removed;
  }
}

async function removeSomeBlobs(tx: Db, store: FileStore, before: Instant): Promise<number> {
  const hashes = await lockUnneededBlobs(tx, before, BATCH);
  if (hashes.length === 0) return 0;
  for (const sha256 of hashes) await store.remove(sha256);
  await deleteBlobs(tx, hashes);
  return hashes.length;
}
