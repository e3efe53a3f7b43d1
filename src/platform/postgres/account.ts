import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';

/** A system account that the server runs under, because PostgreSQL refuses to run as root. */
export type Account = { name: string; uid: number; gid: number };

const SYSTEM_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
/** Programs get no more than this: no `PG*`, no secrets of the app, English messages in the log. */
export const CLEAN_ENV = { PATH: SYSTEM_PATH, LC_ALL: 'C' };

const OWN_ACCOUNT = 'caunoi';
/** First shadow-utils (most systems), then BusyBox (Alpine). */
const CREATE = [
  ['useradd', '--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent',
    '--shell', '/usr/sbin/nologin', OWN_ACCOUNT],
  ['adduser', '-S', '-D', '-H', '-h', '/nonexistent', OWN_ACCOUNT],
] as const;

/** Undefined for an ordinary user (the server runs as that user); as root an account, made when none fits. */
export async function serverAccount(log: (line: string) => void): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const existing = (await accountNamed('postgres')) ?? (await accountNamed(OWN_ACCOUNT));
  if (existing) return existing;
  for (const [program, ...args] of CREATE) {
    spawnSync(program, args, { env: CLEAN_ENV, stdio: 'ignore' });
    const made = await accountNamed(OWN_ACCOUNT);
    if (!made) continue;
    log(`Created the system account ${made.name}, because PostgreSQL refuses to run as root.`);
    return made;
  }
  log('No system account could be created: PostgreSQL runs as "nobody", which other programs may share.');
  return (await accountNamed('nobody')) ?? { name: 'nobody', uid: 65534, gid: 65534 };
}

/**
 * The account in /etc/passwd, read there because no library is needed for it and root may have no network.
 */
export async function accountNamed(wanted: string): Promise<Account | undefined> {
  return (await accounts()).find(({ name }) => name === wanted);
}

/** The account of that number; its name is the number when /etc/passwd does not know it. */
export async function accountOf(uid: number, gid: number): Promise<Account> {
  return (await accounts()).find((one) => one.uid === uid) ?? { name: `#${uid}`, uid, gid };
}

async function accounts(): Promise<Account[]> {
  const lines = (await readFile('/etc/passwd', 'utf8').catch(() => '')).split('\n');
  return lines.map((line) => {
    const [name = '', , uid, gid] = line.split(':');
    return { name, uid: Number(uid), gid: Number(gid) };
  });
}

/** `spawn` options that make a child run as `account`. */
export const as = (account: Account | undefined): { uid?: number; gid?: number } =>
  account ? { uid: account.uid, gid: account.gid } : {};

/** Whether the program runs under that account; tried for real, so access lists and mounts count too. */
export function canRun(account: Account, program: string, args: string[]): boolean {
  return spawnSync(program, args, { ...as(account), cwd: '/', env: CLEAN_ENV, stdio: 'ignore' }).status === 0;
}

/** Whether the account can enter that folder. */
export const canEnter = (account: Account, folder: string): boolean =>
  canRun(account, '/bin/sh', ['-c', 'cd "$1"', 'sh', folder]);
