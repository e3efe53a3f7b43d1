import { appendFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EmbeddedRefused, runningUrl, startEmbedded, type Embedded } from './embedded.ts';
import { ask, asRoot, FAST, startChild, temporary } from './testing.ts';

const folder = temporary();
const dataDir = join(folder.path, 'data');
const start = (): Promise<Embedded> => startEmbedded({ dataDir, settings: FAST });
afterAll(() => folder.remove());

describe('a running server', () => {
  let server: Embedded;
  beforeAll(async () => { server = await start(); });
  afterAll(() => server.stop());

  test('belongs to a role that is no superuser, and is worked with by one that may nothing', async () => {
    expect(await ask(server.url, `select current_user as me, current_database() as here, rolsuper, rolcreatedb
      from pg_roles where rolname = current_user`))
      .toEqual([{ me: 'caunoi', here: 'caunoi', rolsuper: false, rolcreatedb: true }]);
    await ask(server.url, 'create database other');
    await ask(server.url, 'drop database other');
    expect(await ask(server.applicationUrl, `select current_user as me, rolsuper, rolcreatedb, rolcreaterole, rolbypassrls
      from pg_roles where rolname = current_user`))
      .toEqual([{ me: 'caunoi_app', rolsuper: false, rolcreatedb: false, rolcreaterole: false, rolbypassrls: false }]);
    expect(await ask(server.adminUrl, 'select rolsuper from pg_roles where rolname = current_user'))
      .toEqual([{ rolsuper: true }]);
  });

  test('lets that role create every extension the modules use', async () => {
    for (const name of ['pg_trgm', 'unaccent', 'ltree', 'btree_gist', 'pgcrypto']) {
      await ask(server.url, `create extension ${name} schema public`);
    }
    const [row] = await ask<{ words: string[]; alike: number }>(server.url,
      `select show_trgm('Đường') as words, similarity('ĐƯỜNG SÁ', 'đường sá') as alike`);
    expect(row?.words).toHaveLength(6);
    expect(row?.alike).toBe(1);
  });

  test('knows Vietnamese letters and their order', async () => {
    expect(await ask(server.url, `select lower('ĐƯỜNG Ắ') as lower, upper('đường ắ') as upper,
      (select string_agg(x, ' ' order by x collate "vi-x-icu")
       from unnest(array['đa', 'dà', 'z', 'ê', 'da', 'e', 'ă', 'â', 'a', 'ơ', 'o']) x) as ordered`))
      .toEqual([{ lower: 'đường ắ', upper: 'ĐƯỜNG Ắ', ordered: 'a ă â da dà đa e ê o ơ z' }]);
  });

  test('checks its pages, keeps personal data out of its log, listens on no port', async () => {
    const settings = await ask(server.url, `select name, setting from pg_settings where name in
      ('data_checksums', 'jit', 'listen_addresses', 'log_error_verbosity', 'server_encoding', 'TimeZone')
      order by name`);
    expect(settings).toEqual([
      { name: 'TimeZone', setting: 'Asia/Ho_Chi_Minh' },
      { name: 'data_checksums', setting: 'on' },
      { name: 'jit', setting: 'off' },
      { name: 'listen_addresses', setting: '' },
      { name: 'log_error_verbosity', setting: 'terse' },
      { name: 'server_encoding', setting: 'UTF8' },
    ]);
    const socket = new URL(server.url).searchParams.get('host') as string;
    expect((await stat(socket)).mode & 0o777).toBe(0o700);
  });

  test('refuses a second start in this process and in another one, naming the holder', async () => {
    const refusal = await start().catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(EmbeddedRefused);
    expect((refusal as Error).message).toContain('this very process');
    const { refused, name } = await startChild(dataDir).line();
    expect(name).toBe('EmbeddedRefused');
    expect(refused).toContain(`process ${process.pid}`);
    expect(await ask(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('tells its address to the other programs of this machine', async () => {
    expect(await runningUrl(dataDir)).toBe(server.url);
  });
});

test('keeps its data, says that its end was expected, leaves no socket, lock or address behind', async () => {
  const first = await start();
  await ask(first.url, 'create table kept as select 42 as answer');
  await Promise.all([first.stop(), first.stop()]);
  await first.stop();
  expect(await first.exited).toEqual({ code: 0, signal: null, expected: true });
  expect(await runningUrl(dataDir)).toBeUndefined();
  expect(await stat(join(dataDir, 'postgres/socket')).catch(() => 'gone')).toBe('gone');
  expect(await stat(join(dataDir, 'postgres/lock')).catch(() => 'gone')).toBe('gone');
  const second = await start();
  expect(await ask(second.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
  await second.stop();
});

test('works where the path is too long for a socket, with spaces and Vietnamese letters', async () => {
  const deep = join(folder.path, 'dữ liệu của tỉnh Bình Phước', 'x'.repeat(120));
  const server = await startEmbedded({ dataDir: deep, settings: FAST });
  expect(await ask(server.url, 'select current_user as me')).toEqual([{ me: 'caunoi' }]);
  await server.stop();
});

test('shows the last lines of the log when the server cannot start, and leaves the folder free', async () => {
  await expect(startEmbedded({ dataDir, settings: { shared_buffers: 'plenty' } }))
    .rejects.toThrow(/invalid value for parameter "shared_buffers"/);
  await (await start()).stop();
});

test('puts a log above 10 MB aside', async () => {
  await appendFile(join(dataDir, 'postgres.log'), Buffer.alloc(10 * 1024 * 1024 + 1, '\n'));
  await (await start()).stop();
  expect((await stat(join(dataDir, 'postgres.log'))).size).toBeLessThan(100_000);
  expect((await stat(join(dataDir, 'postgres.log.old'))).size).toBeGreaterThan(10_000_000);
});

describe('refuses with a line that says what to do', () => {
  const refusalOf = async (dir: string): Promise<string> => {
    const error = await startEmbedded({ dataDir: dir }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(EmbeddedRefused);
    expect((error as Error).message).not.toContain('\n');
    return (error as Error).message;
  };

  test('data of another major version', async () => {
    const cluster = join(folder.path, 'old/postgres/cluster');
    await mkdir(cluster, { recursive: true });
    await writeFile(join(cluster, 'PG_VERSION'), '14\n');
    expect(await refusalOf(join(folder.path, 'old')))
      .toMatch(/made by PostgreSQL 14, this release brings 18/);
  });

  test('a folder that holds something else', async () => {
    await mkdir(join(folder.path, 'other/postgres/cluster'), { recursive: true });
    expect(await refusalOf(join(folder.path, 'other'))).toMatch(/not a PostgreSQL data folder: move it away/);
  });

  test('a file where the folder should be', async () => {
    await writeFile(join(folder.path, 'file'), '');
    expect(await refusalOf(join(folder.path, 'file'))).toMatch(/a file is in the way/);
    expect(await refusalOf(join(folder.path, 'file/data'))).toMatch(/a file, not a folder/);
  });

  test('a folder that this account may not write', async () => {
    const closed = temporary(0o555);
    const me = asRoot ? { uid: 65534, gid: 65534 } : {};
    const { refused } = await startChild(join(closed.path, 'data'), me).line();
    expect(refused).toMatch(/Cannot use .*: this account may not write there/);
    closed.remove();
  });
});

test('takes over a half-written lock', async () => {
  await writeFile(join(dataDir, 'postgres/lock'), '{"pid":');
  await (await start()).stop();
  expect(await readFile(join(dataDir, 'postgres/cluster/PG_VERSION'), 'utf8')).toBe('18\n');
});
