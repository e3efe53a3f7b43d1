import { spawn, type ChildProcess } from 'node:child_process';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { as, CLEAN_ENV, serverAccount } from './account.ts';
import { cannotRun, findBinaries, runnableBy, type Binaries } from './binaries.ts';
import { addressOf, APPLICATION, prepareCluster, prepareDatabase, refusal } from './cluster.ts';
import { holderOf, releaseLock, takeLock, writeHolder } from './lock.ts';
import { endOrphans, refuseForeign } from './orphan.ts';
import { settle, SHELTER, socketFolder, type Place } from './place.ts';

export { DatabaseRefused, EmbeddedRefused } from './refused.ts';

/** How the server ended; `expected` when `stop` was called. */
export type Exit = { code: number | null; signal: NodeJS.Signals | null; expected: boolean };
/**
 * A running server. `url` reaches the database `caunoi` as its owner, `applicationUrl` as the role that owns
 * nothing, `adminUrl` as the superuser, all over a socket that only this account (and root) can open. `exited` settles when the server has ended, whatever the
 * reason. The server does not keep this process alive, and it ends with it.
 */
export type Embedded = {
  url: string;
  applicationUrl: string;
  adminUrl: string;
  pid: number;
  exited: Promise<Exit>;
  /** Fast shutdown: open transactions roll back; resolves when the process has ended. */
  stop(): Promise<void>;
};
export type EmbeddedOptions = {
  /** DATA_DIR: the database goes to `postgres/`, the server's log to `postgres.log` in it. */
  dataDir: string;
  /** Settings for this run that win over all others, e.g. `fsync: 'off'` in tests. */
  settings?: Record<string, string>;
  /** Receives one line for each thing worth telling an operator. */
  log?: (line: string) => void;
};

const LOG_LIMIT_BYTES = 10 * 1024 * 1024;
/**
 * A fast shutdown writes out at most the buffers; a slower disk gets a recovery at the next start instead.
 */
const PATIENCE_MS = 20_000;

/**
 * Starts the PostgreSQL server that belongs to `dataDir`, creating its data the first time.
 * Throws `EmbeddedRefused` with a line that says what to do when that cannot be.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const log = options.log ?? (() => undefined);
  const found = await findBinaries();
  const place = await settle(options.dataDir, () => serverAccount(log), log);
  const binaries = await runnableBy(place.account, found, SHELTER, log);
  await refuseForeign(place.cluster);
  await takeLock(place.lock, place.home);
  try {
    await endOrphans(place.cluster, log);
    await prepareCluster(place, binaries, options.settings?.['fsync'] !== 'off');
    return await launch(place, binaries, options.settings ?? {}, log);
  } catch (error) {
    await releaseLock(place.lock);
    throw error;
  }
}

/** The owner's address of the server that another process of this machine runs for `dataDir`, if one does. */
export async function runningUrl(dataDir: string): Promise<string | undefined> {
  const moved = await readFile(join(dataDir, 'postgres.moved'), 'utf8').catch(() => undefined);
  return (await holderOf(join(moved?.trim() ?? join(dataDir, 'postgres'), 'lock')))?.url;
}

/** The same database as the role that owns nothing. @param url the owner's address at a built-in server */
export function applicationUrlOf(url: string): string {
  const address = new URL(url);
  address.searchParams.set('user', APPLICATION);
  return address.toString();
}

async function launch(
  place: Place, binaries: Binaries, settings: Record<string, string>, log: (line: string) => void,
): Promise<Embedded> {
  const socket = await socketFolder(place);
  const own = {
    listen_addresses: '', unix_socket_directories: socket, unix_socket_permissions: '0700', port: '5432',
  };
  const switches = Object.entries({ ...settings, ...own })
    .flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const program = join(binaries.folder, 'bin/postgres');
  const server = await spawnLogged(place, program, ['-D', place.cluster, ...switches]);
  const pid = server.child.pid as number;
  const watchdog = watchOver(pid, place);
  let expected = false;
  const exited = server.ended.then(async ({ code, signal }) => {
    watchdog.kill('SIGKILL');
    await rm(socket, { recursive: true, force: true });
    await releaseLock(place.lock);
    return { code, signal, expected };
  });
  const stop = async (): Promise<void> => {
    expected = true;
    await end(server.child, exited);
  };
  try {
    await ready(place, server, log);
    await prepareDatabase(socket);
    await writeHolder(place.lock, addressOf(socket));
  } catch (error) {
    await stop();
    throw error;
  }
  server.child.unref();
  return {
    url: addressOf(socket),
    applicationUrl: addressOf(socket, APPLICATION),
    adminUrl: addressOf(socket, 'postgres', 'postgres'),
    pid, exited, stop,
  };
}

type Server = { child: ChildProcess; ended: Promise<Omit<Exit, 'expected'>>; logFrom: number };

/** Starts the server in a process group of its own, so that Ctrl-C in the terminal reaches only us. */
async function spawnLogged(place: Place, program: string, args: string[]): Promise<Server> {
  if ((await stat(place.log)).size > LOG_LIMIT_BYTES) await rename(place.log, `${place.log}.old`);
  const file = await open(place.log, 'a', 0o600);
  try {
    if (place.account) await file.chown(place.account.uid, place.account.gid);
    const logFrom = (await file.stat()).size;
    const child = spawn(program, args, {
      ...as(place.account), cwd: '/', env: CLEAN_ENV, detached: true, stdio: ['ignore', file.fd, file.fd],
    });
    const ended = new Promise<Omit<Exit, 'expected'>>((resolve) => {
      child.once('exit', (code, signal) => resolve({ code, signal }));
    });
    await new Promise((resolve, reject) => {
      child.once('spawn', () => resolve(undefined));
      child.once('error', (error) => reject(cannotRun(program, error)));
    });
    return { child, ended, logFrom };
  } finally {
    await file.close();
  }
}

/**
 * Ends the server when this process dies without a chance to say so (kill -9, a crash): the kernel then
 * closes the pipe, and `read` in the small shell returns. It acts only while the server is still the one it
 * was told of.
 */
function watchOver(pid: number, { cluster, account }: Place): ChildProcess {
  const script = `
    mine() { [ "$(head -n 1 "$2/postmaster.pid" 2>/dev/null)" = "$1" ]; }
    read -r _
    mine "$1" "$2" && kill -INT "$1"
    for _ in 1 2 3 4 5 6 7 8 9 10; do mine "$1" "$2" || exit 0; sleep 1; done
    mine "$1" "$2" && kill -QUIT "$1"`;
  const child = spawn('/bin/sh', ['-c', script, 'caunoi-watchdog', String(pid), cluster], {
    ...as(account), cwd: '/', env: CLEAN_ENV, detached: true, stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.stdin?.on('error', () => undefined);
  (child.stdin as unknown as { unref?: () => void }).unref?.();
  child.unref();
  return child;
}

/**
 * Waits for the word `ready` in the server's own status file: a connection tried too early would be logged.
 */
async function ready(place: Place, server: Server, log: (line: string) => void): Promise<void> {
  let over = false;
  void server.ended.then(() => { over = true; });
  const from = performance.now();
  for (let told = false; ; await pause(5)) {
    const lines = (await readFile(join(place.cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
    if (lines[0] === String(server.child.pid) && lines[7]?.trim() === 'ready') return;
    if (over) {
      const text = (await readFile(place.log)).subarray(server.logFrom).toString('utf8');
      throw refusal(`PostgreSQL did not start (its log is ${place.log})`, text);
    }
    if (!told && performance.now() - from > 5000) {
      told = true;
      log('PostgreSQL is recovering from an unclean end; this can take a few minutes.');
    }
  }
}

async function end(child: ChildProcess, exited: Promise<Exit>): Promise<void> {
  child.ref();
  child.kill('SIGINT');
  const impatient = setTimeout(() => child.kill('SIGQUIT'), PATIENCE_MS);
  await exited;
  clearTimeout(impatient);
}
