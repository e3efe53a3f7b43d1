import { spawn } from 'node:child_process';
import { chown, lchown, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { as, CLEAN_ENV, type Account } from './account.ts';
import { cannotRun, type Binaries } from './binaries.ts';
import type { Place } from './place.ts';
import { EmbeddedRefused, orRefuse } from './refused.ts';

/** The database and the role that owns it; the role may create databases (tests do) but is no superuser. */
export const NAME = 'caunoi';
/** The role that the application works as: it owns nothing, so that no statement of it can change a rule. */
export const APPLICATION = 'caunoi_app';
const ADMIN = 'postgres';
const SETTINGS_FILE = 'caunoi.conf';

/**
 * From a laptop to a province on one machine. An operator overrides them with ALTER SYSTEM.
 * `jit` costs more than it gives on short queries; `terse` keeps personal data (the DETAIL of a violated key)
 * out of the log.
 */
const SETTINGS: Record<string, string> = {
  shared_buffers: '256MB',
  max_connections: '100',
  jit: 'off',
  timezone: 'Asia/Ho_Chi_Minh',
  log_timezone: 'Asia/Ho_Chi_Minh',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  password_encryption: 'scram-sha-256',
  log_error_verbosity: 'terse',
  log_line_prefix: '%m [%p] ',
};

/**
 * Makes the data folder when there is none and refuses one that another major version made. When not `safe`,
 * a new one is not forced to the disk.
 */
export async function prepareCluster(place: Place, binaries: Binaries, safe = true): Promise<void> {
  const { cluster } = place;
  await removeUnfinished(place.home);
  if (!(await stat(cluster).catch(() => undefined))) await createCluster(place, binaries, safe);
  const version = await readFile(join(cluster, 'PG_VERSION'), 'utf8')
    .then((text) => text.trim(), () => undefined);
  if (version === undefined) {
    throw new EmbeddedRefused(
      `${cluster} is not a PostgreSQL data folder: move it away, or set another DATA_DIR.`,
    );
  }
  if (version !== String(binaries.major)) {
    throw new EmbeddedRefused(
      `The data in ${cluster} was made by PostgreSQL ${version}, this release brings ${binaries.major}: `
      + 'start the release that made it and move the data by backup and restore, or set another DATA_DIR.',
    );
  }
  await giveTo(place.account, cluster);
  const lines = Object.entries(SETTINGS).map(([name, value]) => `${name} = '${value}'\n`);
  await writeFor(place.account, join(cluster, SETTINGS_FILE), `# Written at each start.\n${lines.join('')}`);
}

/** `initdb` into another name first: what carries the name `cluster` is always complete. */
async function createCluster(place: Place, binaries: Binaries, safe: boolean): Promise<void> {
  const { home, cluster, account } = place;
  const fresh = `${cluster}.new-${process.pid}`;
  await orRefuse(home, async () => {
    await mkdir(fresh, { mode: 0o700 });
    if (account) await chown(fresh, account.uid, account.gid);
  });
  const args = ['-D', fresh, '-U', ADMIN, '--auth-local=trust', '--auth-host=reject', '--encoding=UTF8',
    '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C.UTF-8', '--lc-messages=C',
    '--data-checksums', '--no-instructions', ...(safe ? [] : ['--no-sync'])];
  const program = join(binaries.folder, 'bin/initdb');
  const child = spawn(program, args, {
    ...as(account), cwd: '/', env: CLEAN_ENV, stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => { complaint += text; });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', (error) => reject(cannotRun(program, error))).on('close', resolve);
  });
  if (code !== 0) {
    await rm(fresh, { recursive: true, force: true, maxRetries: 3 });
    throw refusal(`PostgreSQL could not create its data in ${home}`, complaint);
  }
  const config = join(fresh, 'postgresql.conf');
  await writeFor(account, config, `${await readFile(config, 'utf8')}\ninclude = '${SETTINGS_FILE}'\n`);
  await rename(fresh, cluster);
}

async function removeUnfinished(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    if (/^(cluster\.new-|lock\.)\d+$/.test(name)) {
      await rm(join(home, name), { recursive: true, force: true, maxRetries: 3 });
    }
  }
}

async function writeFor(account: Account | undefined, path: string, text: string): Promise<void> {
  await orRefuse(path, async () => {
    await writeFile(path, text, { mode: 0o600 });
    if (account) await chown(path, account.uid, account.gid);
  });
}

/** Data that root copied or restored belongs to root; the server's account needs to own it. */
async function giveTo(account: Account | undefined, cluster: string): Promise<void> {
  if (!account || (await stat(cluster)).uid === account.uid) return;
  for (const name of await readdir(cluster, { recursive: true })) {
    await lchown(join(cluster, name), account.uid, account.gid);
  }
  await chown(cluster, account.uid, account.gid);
}

/** One line for the operator out of a server's complaint, with the remedy where the cause is known. */
export function refusal(what: string, complaint: string): EmbeddedRefused {
  const remedies: [RegExp, string][] = [
    [/No space left on device|Disk quota exceeded/, 'the disk is full; free some space and start again'],
    [/could not look up effective user ID/, 'the account that runs this is not in /etc/passwd; add it'],
    [/Read-only file system/, 'the file system is read-only; set DATA_DIR to a writable folder'],
  ];
  const known = remedies.find(([sign]) => sign.test(complaint))?.[1];
  const last = complaint.trim().split('\n').slice(-5).map((line) => line.trim()).join(' | ');
  return new EmbeddedRefused(known ? `${what}: ${known}.` : `${what}. It last said: ${last || 'nothing'}`);
}

/** The address for `pg` and libpq alike; nothing is left to `PG*` variables of the environment. */
export function addressOf(socket: string, role = NAME, database = NAME): string {
  const query = new URLSearchParams({ host: socket, port: '5432', user: role, sslmode: 'disable' });
  return `postgresql:///${database}?${query}`;
}

/** Makes the two roles and the database when they are missing. */
export async function prepareDatabase(socket: string): Promise<void> {
  const admin = new pg.Client({ connectionString: addressOf(socket, ADMIN, ADMIN) });
  await admin.connect();
  try {
    const { rows } = await admin.query<{ role: boolean; application: boolean; database: boolean }>(
      `select exists (select from pg_roles where rolname = $1) as role,
              exists (select from pg_roles where rolname = $2) as application,
              exists (select from pg_database where datname = $1) as database`, [NAME, APPLICATION]);
    if (!rows[0]?.role) await admin.query(`create role ${NAME} login createdb`);
    if (!rows[0]?.application) await admin.query(`create role ${APPLICATION} login`);
    if (!rows[0]?.database) await admin.query(`create database ${NAME} owner ${NAME}`);
  } finally {
    await admin.end();
  }
}
