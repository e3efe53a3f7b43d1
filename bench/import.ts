/**
 * How long an import of the province takes, and how much memory: 3,000 bodies and 40,000 members from one messy
 * workbook, read, tried, marked and applied in a process of its own, then compared with the truth, row by row. Bars:
 * ≤ 60 s, ≤ 400 MB with the processes that open files. Alone: `node bench/import.ts [members] [bodies]`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { openDatabase } from '#platform/database/client.ts';
import { installJobs } from '#platform/jobs/install.server.ts';
import { grantToApplication } from '#platform/database/grant.server.ts';
import { migrate } from '#platform/database/migrate.ts';
import { APPLICATION } from '#platform/postgres/cluster.ts';
import { startEmbedded } from '#platform/postgres/embedded.ts';
import { HEAP } from './child.ts';
import { held, rounded, type Figure, type Scenario } from './figures.ts';
import { differences } from './import/truth.ts';
import { writeWorkbook, type Sizes, type Truths } from './import/workbook.ts';

const PROVINCE: Sizes = { members: 40_000, bodies: 3_000 };
const SECONDS_BAR = { atMost: 60 };
const MEMORY_BAR = { atMost: 400 };

export const importing: Scenario = {
  name: 'import',
  what: `import of ${PROVINCE.members} members and ${PROVINCE.bodies} bodies from a messy .xlsx`,
  run: () => run(PROVINCE),
};

type Told = { id: number; seconds: Record<string, number>; state: string; counts: Record<string, number> };
type Report = { bodies: Told; members: Told };

async function run(sizes: Sizes): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'caunoi-bench-'));
  const server = await startEmbedded({ dataDir: join(folder, 'database') });
  try {
    await migrate(server.url);
    await installJobs(server.url);
    await grantToApplication(server.url, APPLICATION);
    const path = join(folder, 'list.xlsx');
    const truths = await writeWorkbook(path, sizes);
    const { report, megabytes } = await measure(server.applicationUrl, path, join(folder, 'data'));
    const wrong = await mistakes(server.url, report, truths);
    for (const each of wrong.slice(0, 20)) process.stderr.write(`${each}\n`);
    return figures(report, { bytes: (await stat(path)).size, megabytes, wrong: wrong.length });
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function mistakes(url: string, { bodies, members }: Report, truths: Truths): Promise<string[]> {
  const { db, close } = openDatabase({ url, max: 1 });
  try {
    const lost = truths.bodies - (bodies.counts.applied ?? 0);
    return [...(lost === 0 ? [] : [`${lost} bodies are missing`]), ...(await differences(db, members.id, truths))];
  } finally {
    await close();
  }
}

async function measure(url: string, path: string, dataDir: string): Promise<{ report: Report; megabytes: number }> {
  const script = join(import.meta.dirname, 'import/child.ts');
  const child = spawn(process.execPath, [...HEAP, script, url, path, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  let megabytes = 0;
  const watch = setInterval(() => {
    megabytes = Math.max(megabytes, memoryOf(child.pid ?? 0));
  }, 100);
  const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'exit') as Promise<[number]>]);
  clearInterval(watch);
  if (code !== 0) throw new Error(`the importing process ended with ${code}`);
  return { report: JSON.parse(said.trim().split('\n').at(-1) ?? '') as Report, megabytes: Math.round(megabytes) };
}

/** Megabytes of a process and of everything it has started; pages that several share are counted once (proc(5), Pss). */
function memoryOf(pid: number): number {
  try {
    const own = Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) / 1024;
    const started = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
    return started.reduce((sum, each) => sum + memoryOf(each), own);
  } catch {
    // It has just ended.
    return 0;
  }
}

type Measured = { bytes: number; megabytes: number; wrong: number };

function figures({ bodies, members }: Report, { bytes, megabytes, wrong }: Measured): Figure[] {
  const total = (told: Told) => Object.values(told.seconds).reduce((sum, each) => sum + each, 0);
  const steps = (told: Told) => Object.entries(told.seconds).map(([step, value]) => `${step} ${rounded(value, 1)} s`).join(', ');
  const size = `${rounded(bytes / 1024 / 1024, 1)} MB .xlsx`;
  return [
    { what: 'bodies and members', value: rounded(total(bodies) + total(members), 1), unit: 's', bar: SECONDS_BAR, note: size },
    { what: 'memory at most', value: megabytes, unit: 'MB', bar: MEMORY_BAR, note: 'of the process and those that open and write spreadsheets for it, together' },
    { what: 'not right', value: wrong, unit: 'rows', bar: { atMost: 0 }, note: 'every member, membership and row is compared with the truth' },
    { what: 'bodies', value: rounded(total(bodies), 1), unit: 's', note: steps(bodies) },
    { what: 'members', value: rounded(total(members), 1), unit: 's', note: steps(members) },
  ];
}

if (import.meta.main) {
  const [members = PROVINCE.members, bodies = PROVINCE.bodies] = process.argv.slice(2).map(Number);
  for (const figure of await run({ members, bodies })) {
    const { what, value, unit, note } = figure;
    console.log(`${held(figure) ? ' ' : '✗'} ${what.padEnd(26)} ${value} ${unit}${note ? `  (${note})` : ''}`);
  }
}
