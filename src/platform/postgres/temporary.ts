import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded, type Embedded } from './embedded.ts';

/** Nothing in it outlives the process that asked for it, so nothing waits for the disk. */
const SETTINGS = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' };

/** Starts a server on an empty temporary folder; its `stop` removes the folder. For tests and generators. */
export async function startTemporary(settings: Record<string, string> = {}): Promise<Embedded> {
  const dataDir = await mkdtemp(join(tmpdir(), 'caunoi-temporary-'));
  const remove = (): Promise<void> => rm(dataDir, { recursive: true, force: true, maxRetries: 3 });
  try {
    // As root the server runs under another account, which must be able to pass through; the data stay closed.
    await chmod(dataDir, 0o711);
    const server = await startEmbedded({ dataDir, settings: { ...SETTINGS, ...settings } });
    return { ...server, stop: () => server.stop().then(remove) };
  } catch (error) {
    await remove();
    throw error;
  }
}
