import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ReadableStream as NodeStream } from 'node:stream/web';
import type { FileStore } from './file-store.ts';
import { pathOf } from './file-store.ts';

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** Files in a folder (`DATA_DIR/files`). A file appears whole or not at all, also when the power fails. */
export function createDiskStore(folder: string): FileStore {
  const unfinished = join(folder, 'unfinished');
  const place = (sha256: string): string => join(folder, pathOf(sha256));

  const has = (sha256: string): Promise<boolean> => exists(place(sha256));

  return {
    has,
    async put(sha256, bytes) {
      const target = place(sha256);
      if (await has(sha256)) return;
      await mkdir(unfinished, { recursive: true });
      await mkdir(dirname(target), { recursive: true });
      const draft = join(unfinished, randomUUID());
      try {
        await writeDurably(draft, bytes);
        await rename(draft, target);
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
      await syncFolder(dirname(target));
    },
    async get(sha256) {
      if (!(await has(sha256))) return null;
      return NodeStream.from(read(place(sha256))) as ReadableStream<Uint8Array>;
    },
    async remove(sha256) {
      await rm(place(sha256), { force: true });
    },
    tidy: (before) => removeOlder(unfinished, before),
  };
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

/**
 * Opens at the first read only: an answer whose body nobody reads (HEAD, a reader who left) holds no file
 * open.
 */
async function* read(path: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(path);
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(path, 'wx', 0o640);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A rename survives a power failure only after its folder was synced. */
async function syncFolder(path: string): Promise<void> {
  const handle = await open(path);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function removeOlder(folder: string, before: Date): Promise<number> {
  let removed = 0;
  const names = await readdir(folder).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  for (const name of names) {
    const path = join(folder, name);
    const { mtime } = await stat(path).catch(() => ({ mtime: null }));
    if (!mtime || mtime >= before) continue;
    await rm(path, { force: true });
    removed += 1;
  }
  return removed;
}
