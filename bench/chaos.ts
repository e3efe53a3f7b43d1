/**
 * `npm run chaos`: phones answer while the network, the application and the database break, one way after another; then
 * every phone's own ledger is compared with the database. Writes `bench/CHAOS.md`. About a quarter of an hour;
 * `-- --seconds 10 --phones 30` for a short one (which writes nothing).
 */
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { build, isStale } from '../scripts/build.ts';
import { check, type Verdict } from '../tests/phones/checker.ts';
import { crowd, seeded } from '../tests/phones/crowd.ts';
import { House, SECRET } from '../tests/phones/house.ts';
import type { Person } from '../tests/phones/person.ts';
import { faults, troubledNetwork, type Fault, type Network } from '../tests/phones/proxy.ts';
import { testQuiz } from '../tests/phones/quiz.ts';
import { writeChaos, type Record } from './chaos-report.ts';

const { values } = parseArgs({ options: { seconds: { type: 'string' }, phones: { type: 'string' }, only: { type: 'string' } } });
const SECONDS = Number(values.seconds ?? 40);
const PHONES = Number(values.phones ?? 100);
const LIMIT_MINUTES = 2;
const PATIENCE_MS = 60_000;

type Scene = { house: House; network: Network; until: number };
type Scenario = {
  name: string;
  /** Share of exchanges that meet a fault, and which. */
  trouble?: number;
  only?: readonly Fault[];
  /** Minutes that everybody has, and uses to the last second; others have two, and are done before. */
  limit?: number;
  /** What happens to the machines meanwhile. @returns how often, in words */
  happen?(scene: Scene): Promise<string>;
};

const repeatedly = async ({ until }: Scene, pauseMs: number, work: (round: number) => Promise<void>): Promise<number> => {
  let rounds = 0;
  while (Date.now() + pauseMs < until) {
    await wait(pauseMs);
    await work(rounds);
    rounds += 1;
  }
  return rounds;
};

async function killApps(scene: Scene): Promise<string> {
  const rounds = await repeatedly(scene, 1_500, async (round) => {
    await scene.house.killApp(round % 2);
    await scene.house.startApp(round % 2);
  });
  return `${rounds} × kill -9 of a process of the application`;
}

async function killDatabase(scene: Scene): Promise<string> {
  const rounds = await repeatedly(scene, 3_000, async () => {
    await scene.house.killDatabase();
    await scene.house.startDatabase();
  });
  return `${rounds} × kill -9 of the database`;
}

async function killBoth(scene: Scene): Promise<string> {
  const rounds = await repeatedly(scene, 3_000, async () => {
    await Promise.all([scene.house.killApp(0), scene.house.killApp(1), scene.house.killDatabase()]);
    await scene.house.startDatabase();
    await Promise.all([scene.house.startApp(0), scene.house.startApp(1)]);
  });
  return `${rounds} × kill -9 of everything at once`;
}

async function freeze(scene: Scene): Promise<string> {
  await wait(2_000);
  await scene.house.freezeApp(0, 10_000);
  await scene.house.freezeDatabase(10_000);
  return 'SIGSTOP 10 s of a process of the application, then of the whole database';
}

async function roll(scene: Scene): Promise<string> {
  const rounds = await repeatedly(scene, 2_000, async (round) => {
    await scene.house.killApp(round % 2, 'SIGTERM');
    await scene.house.startApp(round % 2);
  });
  return `${rounds} × SIGTERM and start again, one process after the other`;
}

const scenarios: readonly Scenario[] = [
  ...faults.map((fault): Scenario => ({ name: `network: ${fault}`, trouble: 0.5, only: [fault] })),
  { name: 'network: everything twice and in any order', trouble: 1, only: ['sent twice', 'sent twice, the second much later', 'held back'] },
  { name: 'two processes, the network as it likes', trouble: 0.4 },
  { name: 'kill -9 of the application', trouble: 0.1, happen: killApps },
  { name: 'kill -9 of the database', trouble: 0.1, happen: killDatabase },
  { name: 'kill -9 of everything', trouble: 0.1, happen: killBoth },
  { name: 'machines that stand still', trouble: 0.1, happen: freeze },
  { name: 'rolling restart in the last minute', trouble: 0.1, limit: 1, happen: roll },
];

async function play(house: House, scenario: Scenario, at: number): Promise<{ record: Record; people: Person[] }> {
  process.stderr.write(`${scenario.name} …`);
  const seconds = scenario.limit ? scenario.limit * 60 : scenario.happen ? SECONDS : Math.ceil(SECONDS / 4);
  const quiz = await testQuiz(house.runtime, { members: PHONES, items: 20, limit: scenario.limit ?? LIMIT_MINUTES, sheets: 4 });
  const network = await troubledNetwork(house.ports, seeded(at + 1));
  network.trouble = scenario.trouble ?? 0;
  network.only = scenario.only ?? faults;
  const people = await crowd(house.runtime, quiz, network, at + 1);
  const until = Date.now() + seconds * 1_000;
  const [happened] = await Promise.all([
    scenario.happen?.({ house, network, until }) ?? '', ...people.map((person) => person.live(until, 400)),
  ]);
  network.trouble = 0;
  const finished = await Promise.all(people.map((person) => person.finish(PATIENCE_MS)));
  const troubles = [...network.happened.values()].reduce((sum, times) => sum + times, 0);
  const unfinished = finished.filter((done) => !done).length;
  const failures = people.flatMap(({ phones }) => phones).reduce((sum, { statuses }) =>
    sum + [...statuses].reduce((all, [status, times]) => all + (status >= 500 && status !== 503 ? times : 0), 0), 0);
  await network.stop();
  const verdict = await check(house.runtime.db, people, SECRET);
  process.stderr.write(` ${verdict.acknowledged} acknowledged, ${verdict.broken.length + unfinished + failures} broken\n`);
  return { record: { name: scenario.name, seconds, happened: String(happened), troubles, unfinished, failures, verdict }, people };
}

if (isStale()) await build();
const started = new Date();
const house = new House('scripts/start.ts');
await house.open(2);
const played: { record: Record; people: Person[] }[] = [];
for (const [at, scenario] of scenarios.entries()) {
  if (values.only && !scenario.name.includes(values.only)) continue;
  played.push(await play(house, scenario, at));
}
process.stderr.write('waiting for the last deadline + 120 s …\n');
await wait((LIMIT_MINUTES * 60 + 120) * 1_000);
for (const one of played) one.record.verdict = merged(one.record.verdict, await check(house.runtime.db, one.people, SECRET));
await house.close();

/** As it was at once, and when everything was closed and scored. */
function merged(before: Verdict, after: Verdict): Verdict {
  const unsettled = after.people - after.settled;
  const broken = [...before.broken, ...after.broken, ...(unsettled > 0 ? [`${unsettled} attempts were not scored`] : [])];
  return { ...after, broken };
}

const records = played.map(({ record }) => record);
for (const { name, verdict } of records) for (const broken of verdict.broken.slice(0, 10)) console.log(`${name}: ${broken}`);
const whole = !values.seconds && !values.phones && !values.only;
console.log(writeChaos(records, { command: 'npm run chaos', started, phones: PHONES, write: whole }));
process.exit(records.some(({ verdict, unfinished, failures }) => verdict.broken.length + unfinished + failures > 0) ? 1 : 0);
