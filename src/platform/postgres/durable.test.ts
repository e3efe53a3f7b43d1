import { stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { refusal } from './cluster.ts';
import { assertDurable, assertVersion, type Query } from './durable.ts';
import { startEmbedded } from './embedded.ts';
import { DatabaseRefused } from './refused.ts';
import { startTemporary } from './temporary.ts';
import { ask, temporary } from './testing.ts';

const folder = temporary();
afterAll(() => folder.remove());

test('the built-in server keeps what it confirmed; one with a switch off is refused', async () => {
  for (const off of ['fsync', 'full_page_writes', 'synchronous_commit', undefined]) {
    const settings: Record<string, string> = off ? { [off]: 'off' } : {};
    const server = await startEmbedded({ dataDir: folder.path, settings });
    const query: Query = async (text) => ({ rows: await ask(server.url, text) });
    const answer = await assertDurable(query).catch((error: unknown) => error);
    if (off) {
      expect(answer).toBeInstanceOf(DatabaseRefused);
      expect((answer as Error).message).toContain(`are off: ${off}.`);
    } else {
      expect(answer).toBeUndefined();
    }
    await assertVersion(query);
    await server.stop();
  }
});

test('a server older than 15 is refused with its version', async () => {
  const old: Query = async () => ({ rows: [{ major: 14, version: '14.11' }] });
  await expect(assertVersion(old)).rejects.toThrow(/is PostgreSQL 14\.11, at least 15 is needed/);
});

test('a complaint of the server becomes one line with the remedy', () => {
  const full = 'FATAL:  could not write to file "pg_wal/xlogtemp.29": No space left on device\nexit\n';
  expect(refusal('PostgreSQL did not start', full).message)
    .toBe('PostgreSQL did not start: the disk is full; free some space and start again.');
  expect(refusal('It failed', 'one\n two\n').message).toBe('It failed. It last said: one | two');
});

test('a temporary server leaves no folder behind', async () => {
  const server = await startTemporary({ max_connections: '20' });
  expect(await ask(server.url, 'show max_connections')).toEqual([{ max_connections: '20' }]);
  const socket = new URL(server.url).searchParams.get('host') as string;
  expect(socket.startsWith(tmpdir())).toBe(true);
  await server.stop();
  expect(await stat(dirname(dirname(socket))).catch(() => 'gone')).toBe('gone');
});
