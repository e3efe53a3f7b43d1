/** Two servers side by side: rounds alternate, so that whatever else the machine does meets both. */
import { median } from './figures.ts';
import { refuseOthers, saturate, type Load, type Outcome } from './load.ts';
import type { Served } from './child.ts';

export type Side = Omit<Load, 'port' | 'connections' | 'seconds'> & { server: Served };
export type Comparison = {
  /** Median over the rounds of ours ÷ theirs. */
  throughput: number;
  /** Requests a second, median. */
  ours: number;
  theirs: number;
  /** Server CPU, µs a request, median. */
  oursCpu: number;
  theirsCpu: number;
  /** Greatest share of a core that the load generator needed. */
  generatorBusy: number;
};

export type Plan = {
  rounds: number;
  seconds: number;
  connections: number;
  /** The only answer that counts. */
  status: number;
  /** Waited for before each round of each side. */
  before?(): Promise<void>;
};

type Round = Outcome & { cpu: number };

export async function compare(ours: Side, theirs: Side, plan: Plan): Promise<Comparison> {
  const rounds: { ours: Round; theirs: Round }[] = [];
  // The first round only warms both up.
  for (let round = -1; round < plan.rounds; round += 1) {
    const pair = { theirs: await measure(theirs, plan), ours: await measure(ours, plan) };
    if (round >= 0) rounds.push(pair);
  }
  const of = (pick: (pair: { ours: Round; theirs: Round }) => number) => median(rounds.map(pick));
  return {
    throughput: of((pair) => pair.ours.perSecond / pair.theirs.perSecond),
    ours: of((pair) => pair.ours.perSecond),
    theirs: of((pair) => pair.theirs.perSecond),
    oursCpu: of((pair) => pair.ours.cpu),
    theirsCpu: of((pair) => pair.theirs.cpu),
    generatorBusy: Math.max(...rounds.flatMap((pair) => [pair.ours.generatorBusy, pair.theirs.generatorBusy])),
  };
}

async function measure({ server, next, onAnswer }: Side, plan: Plan): Promise<Round> {
  const { connections, seconds, status } = plan;
  await plan.before?.();
  const before = server.cpuSeconds();
  const outcome = await saturate({ port: server.port, connections, seconds, next, onAnswer });
  refuseOthers(outcome, status);
  return { ...outcome, cpu: ((server.cpuSeconds() - before) / outcome.requests) * 1_000_000 };
}

/** How the figure came about, for its note. */
export function told({ ours, theirs, oursCpu, theirsCpu, generatorBusy }: Comparison): string {
  const thousands = (value: number) => Math.round(value).toLocaleString('en');
  return (
    `${thousands(ours)}/s against ${thousands(theirs)}/s; server CPU ${Math.round(oursCpu)} against ` +
    `${Math.round(theirsCpu)} µs a request; generator ${Math.round(generatorBusy * 100)} % of a core`
  );
}
