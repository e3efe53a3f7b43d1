/**
 * How long an import of the province takes, and how much memory: 3,000 bodies and 40,000 members from one messy
 * workbook, read, tried, marked and applied in a process of its own. Bars: ≤ 60 s, ≤ 400 MB. Alone:
 * `node bench/import.ts [members] [bodies]`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { installJobs } from '#platform/jobs/install.server.ts';
import { grantToApplication } from '#platform/database/grant.server.ts';
import { migrate } from '#platform/database/migrate.ts';
import { APPLICATION } from '#platform/postgres/cluster.ts';
import { startEmbedded } from '#platform/postgres/embedded.ts';
import { held, rounded, type Figure, type Scenario } from './figures.ts';
import { writeWorkbook, type Sizes } from './import/workbook.ts';

const PROVINCE: Sizes = { members: 40_000, bodies: 3_000 };
const SECONDS_BAR = { atMost: 60 };
const MEMORY_BAR = { atMost: 400 };

export const importing: Scenario = {
  name: 'import',
  what: `import of ${PROVINCE.members} members and ${PROVINCE.bodies} bodies from a messy .xlsx`,
  run: () => run(PROVINCE),
};

type Told = { seconds: Record<string, number>; state: string; counts: Record<string, number> };
type Report = { bodies: Told; members: Told; megabytes: number };

async function run(sizes: Sizes): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'caunoi-bench-'));
  const server = await startEmbedded({ dataDir: join(folder, 'database') });
  try {
    await migrate(server.url);
    await installJobs(server.url);
    await grantToApplication(server.url, APPLICATION);
    const path = join(folder, 'list.xlsx');
    const expected = await writeWorkbook(path, sizes);
    const report = await measure(server.applicationUrl, path, join(folder, 'data'));
    const found = [report.bodies.counts.applied, report.members.counts.applied, report.members.counts.problem];
    const wanted = [expected.bodies, expected.members, expected.problems];
    if (JSON.stringify(found) !== JSON.stringify(wanted)) {
      throw new Error(`the import counted ${found.join(', ')} instead of ${wanted.join(', ')}: ${JSON.stringify(report)}`);
    }
    return figures(report, (await stat(path)).size);
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(url: string, path: string, dataDir: string): Promise<Report> {
  const script = join(import.meta.dirname, 'import/child.ts');
  const child = spawn(process.execPath, [script, url, path, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'exit') as Promise<[number]>]);
  if (code !== 0) throw new Error(`the importing process ended with ${code}`);
  return JSON.parse(said.trim().split('\n').at(-1) ?? '') as Report;
}

function figures({ bodies, members, megabytes }: Report, bytes: number): Figure[] {
  const total = (told: Told) => Object.values(told.seconds).reduce((sum, each) => sum + each, 0);
  const steps = (told: Told) => Object.entries(told.seconds).map(([step, value]) => `${step} ${rounded(value, 1)} s`).join(', ');
  const size = `${rounded(bytes / 1024 / 1024, 1)} MB .xlsx`;
  return [
    { what: 'bodies and members', value: rounded(total(bodies) + total(members), 1), unit: 's', bar: SECONDS_BAR, note: size },
    { what: 'memory at most', value: megabytes, unit: 'MB', bar: MEMORY_BAR, note: 'of the process with its threads' },
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
