/** How long an operator waits: the first build, the first start, the next ones, and the start after a kill -9. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { startOn, withDataDir } from './application.ts';
import type { Served } from './child.ts';
import { median, rounded, type Figure, type Scenario } from './figures.ts';

const ROUNDS = 3;
const BAR_SECONDS = 3;

export const start: Scenario = {
  name: 'start',
  what: 'from the command to the first page',
  async run() {
    const build = await buildSeconds();
    return withDataDir(async (dataDir) => {
      const first = await startSeconds(dataDir);
      await first.served.stop();
      const again: number[] = [];
      const afterKill: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const next = await startSeconds(dataDir);
        again.push(next.seconds);
        await next.served.kill();
        const after = await startSeconds(dataDir);
        afterKill.push(after.seconds);
        await after.served.stop();
      }
      return [
        { what: 'build', value: rounded(build, 1), unit: 's', note: 'once after each change of the sources' },
        { what: 'first start', value: rounded(first.seconds, 1), unit: 's', note: 'creates the database, loads the sample province' },
        seconds('second start', again),
        seconds('start after kill -9', afterKill),
      ];
    });
  },
};

function seconds(what: string, values: readonly number[]): Figure {
  const note = `each: ${values.map((value) => value.toFixed(2)).join(', ')}`;
  return { what, value: rounded(median(values)), unit: 's', bar: { atMost: BAR_SECONDS }, note };
}

async function buildSeconds(): Promise<number> {
  const from = performance.now();
  const cwd = fileURLToPath(new URL('..', import.meta.url));
  const child = spawn(process.execPath, ['scripts/build.ts', '--force'], { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error('The build failed.');
  return (performance.now() - from) / 1_000;
}

/** Until a page has come back, not only until the port is open. */
async function startSeconds(dataDir: string): Promise<{ served: Served; seconds: number }> {
  const from = performance.now();
  const served = await startOn(dataDir);
  const page = await fetch(`http://localhost:${served.port}/hien-ke`);
  if (page.status !== 200) throw new Error(`The first page is ${page.status}`);
  await page.text();
  const seconds = (performance.now() - from) / 1_000;
  // A start that is stopped at once would be stopped in the middle of its first jobs.
  await pause(500);
  return { served, seconds };
}
