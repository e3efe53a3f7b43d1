import { spawnSync } from 'node:child_process';
import { chmod, chown, cp, readFile, rm, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { accountNamed, canEnter, serverAccount } from './account.ts';
import { findBinaries, runnableBy } from './binaries.ts';
import { startEmbedded } from './embedded.ts';
import { SHELTER } from './place.ts';
import { ask, asRoot, FAST, run, startChild, temporary } from './testing.ts';

const removals: (() => void)[] = [];
const folderOf = (mode: number): string => {
  const made = temporary(mode);
  removals.push(() => made.remove());
  return made.path;
};
afterAll(() => { for (const remove of removals) remove(); });

test('the links of the programs are there, whether or not the install script ran', async () => {
  const { folder, major } = await findBinaries();
  expect(major).toBeGreaterThanOrEqual(15);
  expect(spawnSync(join(folder, 'bin/postgres'), ['--version'], { encoding: 'utf8' }).stdout)
    .toContain(`(PostgreSQL) ${major}`);
});

if (!asRoot) {
  test('an ordinary user runs the server itself', async () => {
    expect(await serverAccount(() => undefined)).toBeUndefined();
    const server = await startEmbedded({ dataDir: folderOf(0o700), settings: FAST });
    expect((await stat(`/proc/${server.pid}`)).uid).toBe(process.getuid?.());
    await server.stop();
  });
}

if (asRoot) {
  const shared = folderOf(0o711);

  test('root runs the server under another account', async () => {
    const account = await serverAccount(() => undefined);
    const server = await startEmbedded({ dataDir: shared, settings: FAST });
    expect((await stat(`/proc/${server.pid}`)).uid).toBe(account?.uid);
    expect(account?.uid).not.toBe(0);
    await server.stop();
  });

  test('a closed DATA_DIR: the data is kept elsewhere, told once, found again', async () => {
    const dataDir = folderOf(0o700);
    const lines: string[] = [];
    const options = { dataDir, settings: FAST, log: (line: string) => lines.push(line) };
    const first = await startEmbedded(options);
    await ask(first.url, 'create table kept as select 42 as answer');
    await first.stop();
    const second = await startEmbedded(options);
    expect(await ask(second.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
    const { refused } = await startChild(dataDir).line();
    expect(refused).toContain(`process ${process.pid}`);
    await second.stop();
    const moved = (await readFile(join(dataDir, 'postgres.moved'), 'utf8')).trim();
    expect(moved.startsWith(`${SHELTER}/`)).toBe(true);
    expect(await readFile(join(moved, 'origin'), 'utf8')).toBe(`${dataDir}\n`);
    expect(lines.filter((line) => line.includes(moved))).toHaveLength(1);
    await rm(moved, { recursive: true });
    await expect(startEmbedded(options)).rejects.toThrow(/is gone: put it back, or delete/);
  });

  test('a clone that the account cannot enter: the programs are copied once', async () => {
    const found = await findBinaries();
    const clone = join(folderOf(0o700), 'native');
    await cp(found.folder, clone, { recursive: true, verbatimSymlinks: true });
    const shelter = join(folderOf(0o711), 'shelter');
    const account = await serverAccount(() => undefined);
    const lines: string[] = [];
    const log = (line: string): number => lines.push(line);
    for (let time = 0; time < 2; time += 1) {
      const copy = await runnableBy(account, { ...found, folder: clone }, shelter, log);
      expect(copy.folder).toBe(join(shelter, `postgresql-${found.version}`));
    }
    expect(lines).toHaveLength(1);
  });

  test('data that root restored is given to the account', async () => {
    await (await startEmbedded({ dataDir: shared, settings: FAST })).stop();
    run('chown', '-R', 'root:root', join(shared, 'postgres'));
    await (await startEmbedded({ dataDir: shared, settings: FAST })).stop();
  });

  test('data in a folder that was closed later is neither moved nor lost', async () => {
    await (await startEmbedded({ dataDir: shared, settings: FAST })).stop();
    await chmod(shared, 0o700);
    await expect(startEmbedded({ dataDir: shared, settings: FAST })).rejects.toThrow(/allow it with chmod/);
    await chmod(shared, 0o711);
    await (await startEmbedded({ dataDir: shared, settings: FAST })).stop();
  });

  test('a link in the place of the socket folder is not followed', async () => {
    const account = (await accountNamed('nobody')) ?? { name: 'nobody', uid: 65534, gid: 65534 };
    await (await startEmbedded({ dataDir: shared, settings: FAST })).stop();
    await symlink('/tmp', join(shared, 'postgres/socket'));
    const server = await startEmbedded({ dataDir: shared, settings: FAST });
    const socket = new URL(server.url).searchParams.get('host') as string;
    expect(socket).not.toBe(join(shared, 'postgres/socket'));
    expect(canEnter(account, socket)).toBe(false);
    await server.stop();
  });

  const nobody = { name: 'nobody', uid: 65534, gid: 65534 };
  if (canEnter(nobody, import.meta.dirname)) {
    test('the same folder serves an ordinary user, then root, then the user again', async () => {
      const dataDir = folderOf(0o700);
      await chown(dataDir, nobody.uid, nobody.gid);
      const child = startChild(dataDir, nobody);
      await ask((await child.line()).url as string, 'create table kept as select 42 as answer');
      child.process.kill('SIGINT');
      await child.ended;
      const server = await startEmbedded({ dataDir, settings: FAST });
      expect(await ask(server.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
      expect((await stat(`/proc/${server.pid}`)).uid).toBe(nobody.uid);
      expect((await startChild(dataDir, nobody).line()).refused).toContain(`process ${process.pid}`);
      await server.stop();
      const again = startChild(dataDir, nobody);
      expect((await again.line()).url).toBeDefined();
      again.process.kill('SIGINT');
      await again.ended;
    });
  }
}
