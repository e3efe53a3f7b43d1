/** A database that keeps what it confirms, and several processes of the application on it: to be killed and started again. */
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { readConfig } from '#platform/config.server.ts';
import { grantToApplication } from '#platform/database/grant.server.ts';
import { migrate } from '#platform/database/migrate.ts';
import { installJobs } from '#platform/jobs/install.server.ts';
import { APPLICATION } from '#platform/postgres/cluster.ts';
import { startEmbedded, type Embedded } from '#platform/postgres/embedded.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { createRuntime } from '#src/start-runtime.ts';

export const SECRET = 'phones-of-a-test-phones-of-a-test';
const ROOT = join(import.meta.dirname, '../..');

type App = { port: number; child: ChildProcess };

export class House {
  postgres!: Embedded;
  readonly apps: App[] = [];
  readonly dataDir: string;
  readonly script: string;
  /** For the checker and for making quizzes; the application's own role. */
  runtime!: Runtime;

  /** @param script `tests/phones/app.ts`, or `scripts/start.ts` for the whole application */
  constructor(script: string) {
    this.script = script;
    this.dataDir = mkdtempSync(join(tmpdir(), 'caunoi-house-'));
    chmodSync(this.dataDir, 0o711);
  }

  async open(apps: number): Promise<void> {
    await this.startDatabase();
    await migrate(this.postgres.url);
    await installJobs(this.postgres.url);
    await grantToApplication(this.postgres.url, APPLICATION);
    const env = { DATA_DIR: this.dataDir, SECRET, LOG_LEVEL: 'silent', PORT: '0' };
    this.runtime = createRuntime(readConfig(env), this.postgres.applicationUrl);
    for (let at = 0; at < apps; at += 1) await this.startApp(at);
  }

  async startDatabase(): Promise<void> {
    this.postgres = await startEmbedded({ dataDir: this.dataDir, settings: { shared_buffers: '64MB' } });
  }

  /** kill -9 of the server; its children end with it. */
  async killDatabase(): Promise<void> {
    process.kill(this.postgres.pid, 'SIGKILL');
    await this.postgres.exited;
  }

  async startApp(at: number): Promise<void> {
    const port = this.apps[at]?.port ?? (await freePort());
    const child = spawn(process.execPath, [this.script], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env, NODE_ENV: '', HOST: '127.0.0.1', PORT: String(port), SECRET, LOG_LEVEL: 'warn', SAMPLE: 'none',
        DATABASE_URL: this.postgres.applicationUrl, DATABASE_OWNER_URL: this.postgres.url, DATA_DIR: join(this.dataDir, `app-${at}`),
      },
    });
    child.stderr.on('data', (text: Buffer) => process.stderr.write(text));
    this.apps[at] = { port, child };
    await new Promise<void>((resolve, reject) => {
      createInterface({ input: child.stdout }).on('line', (line) => line.includes('http://') && resolve());
      child.once('exit', (code) => reject(new Error(`the application ended with ${code}`)));
    });
  }

  async killApp(at: number, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const { child } = this.apps[at] as App;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  /** Stands still, as a machine does that is out of memory, and goes on as if nothing had been. */
  async freezeApp(at: number, ms: number): Promise<void> {
    const { child } = this.apps[at] as App;
    child.kill('SIGSTOP');
    await wait(ms);
    child.kill('SIGCONT');
  }

  /** The server with every process of its own. */
  async freezeDatabase(ms: number): Promise<void> {
    const all = [this.postgres.pid, ...childrenOf(this.postgres.pid)];
    for (const pid of all) process.kill(pid, 'SIGSTOP');
    await wait(ms);
    for (const pid of all) process.kill(pid, 'SIGCONT');
  }

  get ports(): number[] {
    return this.apps.map(({ port }) => port);
  }

  async close(): Promise<void> {
    for (const at of this.apps.keys()) await this.killApp(at);
    await this.runtime.lane.close();
    await this.runtime.db.destroy();
    await this.postgres.stop();
    rmSync(this.dataDir, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** proc(5): the parent is the second field after the name in brackets. */
function childrenOf(parent: number): number[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent;
    } catch {
      return false;
    }
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
