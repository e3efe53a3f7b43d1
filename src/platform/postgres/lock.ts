import { readFileSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { digest } from './place.ts';
import { EmbeddedRefused, ignoreMissing, orRefuse } from './refused.ts';

/** What the lock file says: who holds the folder and under which address others reach the running server. */
export type Holder = { pid: number; born: string; url?: string };

/**
 * When that process was born, as text that no other process shares, undefined when it does not run. A number
 * is used again after a while; together with boot and start time (field 22 of /proc/<pid>/stat) it is unique.
 */
export function bornAt(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in brackets and may itself hold spaces and brackets.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z') return undefined;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[19]}`;
  } catch {
    return undefined;
  }
}

/** The living process that holds the lock, if any. */
export async function holderOf(lock: string): Promise<Holder | undefined> {
  const text = await orRefuse(lock, () => readFile(lock, 'utf8').catch(ignoreMissing));
  try {
    const holder = JSON.parse(text ?? '') as Holder;
    return bornAt(holder.pid) === holder.born ? holder : undefined;
  } catch {
    // A half-written lock: its writer was killed in between and holds nothing.
    return undefined;
  }
}

/** A process that was just killed or is just ending gets this long to be gone, instead of a refusal. */
const GRACE_MS = 1000;
/** Reading and writing the small lock file takes milliseconds; longer means a suspended process. */
const GUARD_MS = 10_000;

/** Takes the folder for this process, or refuses and names the process that has it. */
export async function takeLock(lock: string, folder: string): Promise<void> {
  for (const end = performance.now() + GRACE_MS; ; await pause(20)) {
    const holder = await exclusively(lock, async () => {
      const other = await holderOf(lock);
      if (!other) await writeHolder(lock);
      return other;
    });
    if (!holder) return;
    if (holder.pid !== process.pid && performance.now() < end) continue;
    const who = holder.pid === process.pid ? 'this very process' : `process ${holder.pid}`;
    throw new EmbeddedRefused(
      `The data in ${folder} is in use by ${who}: stop it first (kill ${holder.pid}), `
      + 'or set another DATA_DIR.',
    );
  }
}

/** Writes this process as the holder, as one atomic change of the file. */
export async function writeHolder(lock: string, url?: string): Promise<void> {
  const holder: Holder = { pid: process.pid, born: bornAt(process.pid) ?? '', url };
  await orRefuse(lock, async () => {
    await writeFile(`${lock}.${process.pid}`, JSON.stringify(holder), { mode: 0o644 });
    await rename(`${lock}.${process.pid}`, lock);
  });
}

/** Gives the folder back; a lock that somebody else took meanwhile stays. */
export async function releaseLock(lock: string): Promise<void> {
  if ((await holderOf(lock))?.pid === process.pid) await rm(lock, { force: true });
}

/**
 * Runs `work` while no other process runs it for the same lock. A stale file cannot be replaced atomically
 * only if it is still the same one, so two starts after a crash could both win; a name in Linux's abstract
 * socket space is given to one process at a time and freed by the kernel when it dies.
 */
async function exclusively<T>(lock: string, work: () => Promise<T>): Promise<T> {
  const name = `\0caunoi-${digest(lock)}`;
  let guard = await listening(name);
  for (const end = performance.now() + GUARD_MS; !guard; guard = await listening(name)) {
    if (performance.now() > end) throw new EmbeddedRefused(`Another start on ${lock} has hung: stop it first.`);
    await pause(20);
  }
  const held = guard;
  try {
    return await work();
  } finally {
    await new Promise((resolve) => held.close(resolve));
  }
}

/** A server on that name, undefined while another process has it. */
async function listening(name: string): Promise<Server | undefined> {
  const server = createServer();
  try {
    await new Promise((resolve, reject) => {
      server.once('error', reject).listen(name, () => resolve(undefined));
    });
    return server;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return undefined;
    throw error;
  }
}
