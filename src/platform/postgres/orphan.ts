import { readdir, readFile, readlink, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { EmbeddedRefused } from './refused.ts';

/**
 * Ends whatever a killed run left working on `cluster`. Called with the lock held, so nobody starts one
 * meanwhile. A whole server is asked to end (SIGINT, after 5 s SIGQUIT, both safe for the data); sessions
 * whose server was killed get SIGQUIT, because while one of them lives a new server must not touch the same
 * files.
 */
export async function endOrphans(cluster: string, log: (line: string) => void): Promise<void> {
  const pidFile = join(cluster, 'postmaster.pid');
  const text = await readFile(pidFile, 'utf8').catch(() => undefined);
  if (text === undefined) return;
  const server = Number.parseInt(text, 10);
  const left = await processesIn(cluster);
  if (left.length > 0) log(`Ending the database server that an earlier run left behind (process ${server}).`);
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    const alive = await processesIn(cluster);
    if (alive.includes(server)) send(server, signal === 'SIGKILL' ? 'SIGQUIT' : signal);
    else for (const pid of alive) send(pid, signal === 'SIGINT' ? 'SIGQUIT' : signal);
    if (await gone(cluster, 5000)) break;
  }
  const stuck = await processesIn(cluster);
  if (stuck.length > 0) {
    throw new EmbeddedRefused(`Process ${stuck[0]} still works on ${cluster}: end it first.`);
  }
  await disownReusedNumber(pidFile);
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself meanwhile.
  }
}

async function gone(cluster: string, milliseconds: number): Promise<boolean> {
  for (const end = performance.now() + milliseconds; performance.now() < end; await pause(10)) {
    if ((await processesIn(cluster)).length === 0) return true;
  }
  return false;
}

/**
 * Every process of a server works in its data folder and nothing else does: a reused number does not fool us.
 */
async function processesIn(cluster: string): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const folders = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => '')));
  return pids.filter((_, index) => folders[index] === cluster).map(Number);
}

/**
 * Refuses while a server in another container works on `cluster`: it shows no process here and its lock names
 * a number that means nothing here, but its socket answers. Called before the lock is taken, so theirs stays.
 */
export async function refuseForeign(cluster: string): Promise<void> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  const [pid, , , , folder] = text.split('\n');
  if (!folder || (await processesIn(cluster)).includes(Number(pid))) return;
  const answered = await new Promise<boolean>((resolve) => {
    const probe = connect(join(folder, '.s.PGSQL.5432'), () => resolve(true));
    probe.on('error', () => resolve(false)).setTimeout(2000, () => resolve(true)).unref();
  });
  if (answered) {
    throw new EmbeddedRefused(`A server in another container works on ${cluster}: stop it first.`);
  }
}

/**
 * PostgreSQL would refuse to start when the number of its dead predecessor now belongs to any process of the
 * same account (usual in containers). It ignores its own parent's number, so that is written in; the rest of
 * the file stays, because PostgreSQL checks by it that no shared memory of the predecessor is in use.
 */
async function disownReusedNumber(pidFile: string): Promise<void> {
  const text = await readFile(pidFile, 'utf8').catch(() => undefined);
  if (text) await writeFile(pidFile, text.replace(/^\d+/, String(process.pid)));
}
