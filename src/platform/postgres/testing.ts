import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';

/** What `embedded.child.ts` prints. */
export type Line = {
  url?: string; pid?: number; refused?: string; name?: string; answered?: number; logged?: string[];
};
export type Child = { process: ChildProcess; pid: number; line(): Promise<Line>; ended: Promise<void> };

export const asRoot = process.getuid?.() === 0;
/** Nobody needs crash safety of the machine here, and the disk is slow. */
export const FAST = { fsync: 'off', shared_buffers: '16MB' };

/** A temporary folder that every account may pass through, and what removes it. */
export function temporary(mode = 0o711): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'caunoi-pg-'));
  chmodSync(path, mode);
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }) };
}

/** Starts the server in another process, in a process group of its own. */
export function startChild(dataDir: string, as: { uid?: number; gid?: number } = {}): Child {
  const args = ['--no-warnings', join(import.meta.dirname, 'embedded.child.ts'), dataDir];
  const child = spawn(process.execPath, args, {
    ...as, detached: true, cwd: '/', stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  return {
    process: child,
    pid: child.pid as number,
    line: async () => JSON.parse((await lines.next()).value ?? '{}') as Line,
    ended: new Promise((resolve) => child.once('exit', () => resolve())),
  };
}

/** Runs one statement on a connection of its own. */
export async function ask<Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  // A server that is killed under a connection reports it here too; the statement's promise tells the test.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The processes whose command line holds all these words. */
export function processesWith(...words: string[]): number[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      return pid !== process.pid && words.every((word) => command.includes(word));
    } catch {
      return false;
    }
  });
}

/** Waits until `done` says so. */
export async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise((resolve) => setTimeout(resolve, 10));
}

export const run = (program: string, ...args: string[]): void => {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program}: ${stderr}`);
};
