import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { as, serverAccount } from './account.ts';
import { startEmbedded, type Embedded } from './embedded.ts';
import { bornAt } from './lock.ts';
import { ask, FAST, processesWith, startChild, temporary, until } from './testing.ts';

const folder = temporary();
const dataDir = join(folder.path, 'data');
const cluster = join(dataDir, 'postgres/cluster');
const lock = join(dataDir, 'postgres/lock');
const lines: string[] = [];
const start = (): Promise<Embedded> =>
  startEmbedded({ dataDir, settings: FAST, log: (line) => lines.push(line) });
/** The main processes of servers on this data; the watchdog of an ended one may sleep a second longer. */
const servers = (): number[] => processesWith('bin/postgres', cluster);
/** The file by which a running server is known: number, data, start time, port, socket folder, … */
const writePidFile = (pid: number, socketFolder: string): Promise<void> =>
  writeFile(join(cluster, 'postmaster.pid'), `${pid}\n${cluster}\n1\n5432\n${socketFolder}\n\n0 0\nready\n`);
const count = async (url: string): Promise<number> =>
  Number((await ask<{ count: string }>(url, 'select count(*) from entry'))[0]?.count);

beforeAll(async () => {
  const server = await start();
  await ask(server.url, 'create table entry (id int generated always as identity)');
  await server.stop();
});
afterAll(() => folder.remove());

test('kill -9 of the app: the server ends by itself', async () => {
  const child = startChild(dataDir);
  const { url } = await child.line();
  await ask(url as string, 'insert into entry default values');
  child.process.kill('SIGKILL');
  await until(() => servers().length === 0);
  expect(await stat(join(cluster, 'postmaster.pid')).catch(() => 'clean end')).toBe('clean end');
  const server = await start();
  expect(await count(server.url)).toBe(1);
  await server.stop();
});

test('kill -9 of the app and of the watchdog: the next start ends the orphan, nothing is lost', async () => {
  const child = startChild(dataDir);
  const { url, pid } = await child.line();
  await ask(url as string, 'insert into entry default values');
  for (const watchdog of processesWith('caunoi-watchdog', cluster)) process.kill(watchdog, 'SIGKILL');
  child.process.kill('SIGKILL');
  await child.ended;
  expect(bornAt(pid as number)).toBeDefined();
  const server = await start();
  expect(lines.join('\n')).toContain(`an earlier run left behind (process ${pid})`);
  expect(bornAt(pid as number)).toBeUndefined();
  expect(await count(server.url)).toBe(2);
  await server.stop();
});

test('five times kill -9 of the app, started again at once: every confirmed row is there', async () => {
  const before = startChild(dataDir);
  let confirmed = await count((await before.line()).url as string);
  before.process.kill('SIGKILL');
  for (let round = 0; round < 5; round += 1) {
    const child = startChild(dataDir);
    const { url, refused } = await child.line();
    expect(refused).toBeUndefined();
    expect(await count(url as string)).toBe(confirmed);
    for (let row = 0; row < 3; row += 1) {
      await ask(url as string, 'insert into entry default values');
      confirmed += 1;
    }
    child.process.kill('SIGKILL');
  }
  const server = await start();
  expect(await count(server.url)).toBe(confirmed);
  await server.stop();
});

test('kill -9 of the server: the app is told, and can start it again', async () => {
  const first = await start();
  const before = await count(first.url);
  await ask(first.url, 'insert into entry default values');
  const busy = ask(first.url, 'select pg_sleep(60)').catch((error: unknown) => error);
  process.kill(first.pid, 'SIGKILL');
  expect(await first.exited).toEqual({ code: null, signal: 'SIGKILL', expected: false });
  const second = await start();
  expect(await busy).toBeInstanceOf(Error);
  expect(await count(second.url)).toBe(before + 1);
  await second.stop();
});

test('Ctrl-C reaches the app only: it can still work before it stops the server', async () => {
  const child = startChild(dataDir);
  await child.line();
  process.kill(-child.pid, 'SIGINT');
  expect((await child.line()).answered).toBe(1);
  await child.ended;
  expect(servers()).toEqual([]);
});

test('two starts at once after a crash: exactly one wins', async () => {
  await writeFile(lock, JSON.stringify({ pid: process.pid, born: 'another boot/1' }));
  const children = [startChild(dataDir), startChild(dataDir), startChild(dataDir)];
  const answers = await Promise.all(children.map((child) => child.line()));
  const winner = children[answers.findIndex(({ url }) => url)];
  expect(answers.filter(({ url }) => url)).toHaveLength(1);
  expect(answers.filter(({ refused }) => refused?.includes(`process ${winner?.pid}`))).toHaveLength(2);
  winner?.process.kill('SIGINT');
  await winner?.ended;
});

test('numbers that belong to other processes by now do not block the start', async () => {
  const account = await serverAccount(() => undefined);
  const stranger = spawn('sleep', ['60'], { ...as(account), cwd: '/', stdio: 'ignore' });
  await writeFile(lock, JSON.stringify({ pid: stranger.pid, born: 'another boot/1' }));
  await writePidFile(stranger.pid as number, '/nowhere');
  const server = await start();
  expect(bornAt(stranger.pid as number)).toBeDefined();
  await server.stop();
  stranger.kill();
});

test('a server in another container, seen only by its socket, is left alone', async () => {
  const socket = join(folder.path, 'foreign/.s.PGSQL.5432');
  await mkdir(dirname(socket));
  const foreign = createServer((connection) => connection.destroy());
  await new Promise((resolve) => foreign.listen(socket, () => resolve(undefined)));
  await writeFile(lock, JSON.stringify({ pid: 1, born: 'another container/1' }));
  await writePidFile(1, dirname(socket));
  await expect(start()).rejects.toThrow(/another container/);
  expect(await readFile(lock, 'utf8')).toContain('another container/1');
  await new Promise((resolve) => foreign.close(resolve));
  await (await start()).stop();
});

test('what an interrupted start left is removed', async () => {
  const unfinished = `${cluster}.new-1`;
  await mkdir(unfinished);
  await writeFile(`${lock}.1`, '{');
  await (await start()).stop();
  expect(await readdir(dirname(cluster))).toEqual(['cluster']);
});
