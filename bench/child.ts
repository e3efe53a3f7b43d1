/** Servers under measurement: processes of their own, so that the load generator takes nothing from their core. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export type Served = {
  port: number;
  pid: number;
  /** CPU time of this process since its start, seconds (of its threads too, not of its children). */
  cpuSeconds(): number;
  stop(): Promise<void>;
  /** kill -9. */
  kill(): Promise<void>;
};

/**
 * As `npm start`: without a bound Node lets what is young grow to 130 MB on a large machine, although 35 MB live (bench
 * `import`).
 */
export const HEAP = ['--max-semi-space-size=16'];

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const ADDRESS = /http:\/\/localhost:(\d+)/;
/** proc(5): clock ticks, always 100 a second for user space on Linux. */
const TICKS = 100;

/** Runs a script that prints `http://localhost:PORT` when it serves. @throws Error with what it said when it ends before */
export async function serveScript(
  script: string,
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<Served> {
  const child = spawn(process.execPath, [...nodeFlags(), script, ...args], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const port = await portOf(child, script);
  const ended = once(child, 'exit');
  const endBy = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await ended;
  };
  const pid = child.pid as number;
  return { port, pid, cpuSeconds: () => cpuOf(pid), stop: () => endBy('SIGINT'), kill: () => endBy('SIGKILL') };
}

const nodeFlags = (): string[] => [...HEAP, ...extraFlags()];
/** `BENCH_NODE_FLAGS="--cpu-prof --cpu-prof-dir=/tmp/profiles"` shows where a server spends its time. */
const extraFlags = (): string[] => (process.env.BENCH_NODE_FLAGS ?? '').split(' ').filter(Boolean);

async function portOf(child: ChildProcess, script: string): Promise<number> {
  const said: string[] = [];
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on('line', (line) => {
        said.push(line);
        const port = ADDRESS.exec(line)?.[1];
        if (port) resolve(Number(port));
      });
    }
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`${script} ended before it served:\n${said.join('\n')}`)));
  });
}

function cpuOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}
