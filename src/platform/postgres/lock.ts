import { readFileSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
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

/** Takes the folder for this process, or refuses and names the process that has it. */
export async function takeLock(lock: string, folder: string): Promise<void> {
  await exclusively(lock, async () => {
    const holder = await holderOf(lock);
    if (holder) {
      const who = holder.pid === process.pid ? 'this very process' : `process ${holder.pid}`;
      throw new EmbeddedRefused(
        `The data in ${folder} is in use by ${who}: stop it first (kill ${holder.pid}), `
        + 'or set another DATA_DIR.',
      );
    }
    await writeHolder(lock);
  });
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
async function exclusively(lock: string, work: () => Promise<void>): Promise<void> {
  const guard = createServer();
  const name = `\0caunoi-${digest(lock)}`;
  for (let attempt = 1; ; attempt += 1) {
    const error = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
      guard.once('error', resolve).listen(name, () => resolve(undefined));
    });
    if (!error) break;
    if (error.code !== 'EADDRINUSE') throw error;
    if (attempt === 500) throw new EmbeddedRefused(`Another start on ${lock} has hung: stop it first.`);
    await pause(20);
  }
  try {
    await work();
  } finally {
    await new Promise((resolve) => guard.close(resolve));
  }
}
