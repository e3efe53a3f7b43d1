import { createHash } from 'node:crypto';
import {
  chmod, chown, lstat, mkdir, mkdtemp, readFile, realpath, rm, rmdir, stat, writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountOf, canEnter, type Account } from './account.ts';
import { EmbeddedRefused, ignoreMissing, orRefuse } from './refused.ts';

/**
 * Where one database lives. `home` is `DATA_DIR/postgres`, or a folder below `SHELTER` when the server's
 * account cannot enter DATA_DIR; it holds `cluster` (the data), `socket` and `lock`.
 */
export type Place = {
  home: string; cluster: string; lock: string; log: string; account: Account | undefined;
};

/** Where root keeps what the server's account could not reach otherwise. */
export const SHELTER = '/var/lib/caunoi';
/** Linux allows 108 bytes with the final zero for the whole path of a socket. */
const SOCKET_PATH_BYTES = 107;
const SOCKET_NAME = '/.s.PGSQL.5432';

/** Makes the folders and decides who runs the server. */
export async function settle(
  dataDir: string, serverAccount: () => Promise<Account | undefined>, log: (line: string) => void,
): Promise<Place> {
  const folder = await orRefuse(dataDir, async () => {
    await mkdir(dataDir, { recursive: true });
    const real = await realpath(dataDir);
    await writeFile(join(real, 'postgres.log'), '', { flag: 'a', mode: 0o600 });
    return real;
  });
  const pointer = join(folder, 'postgres.moved');
  const moved = await readFile(pointer, 'utf8').then((text) => text.trim(), () => undefined);
  const home = moved ?? join(folder, 'postgres');
  if (moved && !(await stat(moved).catch(() => undefined))) {
    throw new EmbeddedRefused(
      `${pointer} says that the data is in ${moved}, which is gone: `
      + `put it back, or delete ${pointer} to start empty.`,
    );
  }
  const account = (await ownerOf(join(home, 'cluster'))) ?? (await serverAccount());
  const chosen = await reachable(folder, home, account, log);
  if (chosen !== home) await orRefuse(pointer, () => writeFile(pointer, `${chosen}\n`));
  return placeAt(chosen, folder, account);
}

const placeAt = (home: string, folder: string, account: Account | undefined): Place => ({
  home, account, cluster: join(home, 'cluster'), lock: join(home, 'lock'), log: join(folder, 'postgres.log'),
});

/** As root: the account that owns existing data goes on running it. As a user: foreign data is refused. */
async function ownerOf(cluster: string): Promise<Account | undefined> {
  const found = await orRefuse(cluster, () => stat(cluster).catch(ignoreMissing));
  const me = process.getuid?.();
  if (!found || found.uid === 0) return undefined;
  if (me === 0) return accountOf(found.uid, found.gid);
  if (found.uid === me) return undefined;
  const { name } = await accountOf(found.uid, found.gid);
  throw new EmbeddedRefused(
    `${cluster} belongs to the account ${name}: start as ${name} or root, `
    + 'or give this account the folder with chown -R.',
  );
}

async function reachable(
  folder: string, home: string, account: Account | undefined, log: (line: string) => void,
): Promise<string> {
  await orRefuse(home, async () => {
    await mkdir(home, { recursive: true });
    await chmod(home, account ? 0o711 : 0o700);
  });
  if (!account || canEnter(account, home)) return home;
  if (await stat(join(home, 'cluster')).catch(() => undefined)) {
    throw new EmbeddedRefused(
      `The account ${account.name}, which runs the server, cannot enter ${home}, where the data is: `
      + 'allow it with chmod o+x on each folder above.',
    );
  }
  await rmdir(home).catch(() => undefined);
  const shelter = await orRefuse(SHELTER, async () => {
    await mkdir(SHELTER, { recursive: true });
    await chmod(SHELTER, 0o755);
    // A new name each time: who deletes DATA_DIR to begin empty must not find old data again.
    const made = await mkdtemp(join(SHELTER, `${digest(folder)}-`));
    await chmod(made, 0o711);
    await writeFile(join(made, 'origin'), `${folder}\n`);
    return made;
  });
  log(`The account ${account.name} cannot enter ${folder}: the database is kept in ${shelter}.`);
  return shelter;
}

/** A short stable name for a folder. */
export const digest = (path: string): string => createHash('sha256').update(path).digest('hex').slice(0, 12);

/**
 * An empty private folder for the server's socket; beside the data unless that path is too long for a socket.
 */
export async function socketFolder({ home, account }: Place): Promise<string> {
  const near = join(home, 'socket');
  const name = `caunoi-${digest(home)}`;
  const short = [near, join(tmpdir(), name), join('/tmp', name)]
    .filter((path) => Buffer.byteLength(path + SOCKET_NAME) <= SOCKET_PATH_BYTES);
  for (const path of short) {
    if (await makePrivate(path, home, account)) return path;
  }
  throw new EmbeddedRefused(
    `No private folder for the server's socket: check who owns ${short.join(', ')}.`,
  );
}

/**
 * True when `path` is now a folder of the server's account that nobody else can enter, without an old socket.
 */
async function makePrivate(path: string, home: string, account: Account | undefined): Promise<boolean> {
  await mkdir(path, { mode: 0o700 }).then(
    () => account && chown(path, account.uid, account.gid),
    () => undefined,
  );
  const made = await lstat(path).catch(() => undefined);
  if (!made?.isDirectory() || made.uid !== (account?.uid ?? process.getuid?.())) return false;
  await chmod(path, 0o700);
  for (const file of [SOCKET_NAME, `${SOCKET_NAME}.lock`]) await rm(path + file, { force: true });
  return !account || path.startsWith(home) || canEnter(account, path);
}
