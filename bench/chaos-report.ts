/** What broke and what was lost: the table on the screen and `bench/CHAOS.md`. */
import { writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import type { Verdict } from '../tests/phones/checker.ts';

export type Record = {
  name: string;
  seconds: number;
  /** To the machines. */
  happened: string;
  /** Exchanges that met a fault of the network. */
  troubles: number;
  /** Phones that could not say everything within a minute of a working network. */
  unfinished: number;
  /** Answers 5xx other than 503. */
  failures: number;
  verdict: Verdict;
};

const thousands = (value: number): string => value.toLocaleString('en');

export function writeChaos(records: readonly Record[], { command, started, phones, write }: { command: string; started: Date; phones: number; write: boolean }): string {
  const rows = records.map(({ name, seconds, happened, troubles, unfinished, failures, verdict }) =>
    `| ${name} | ${seconds} s${happened ? `; ${happened}` : ''} | ${thousands(troubles)} | ${thousands(verdict.acknowledged)} | ${thousands(verdict.receipts)} | ${unfinished} | ${failures} | ${verdict.broken.length} |`);
  const sum = (of: (record: Record) => number): string => thousands(records.reduce((all, record) => all + of(record), 0));
  const [cpu] = cpus();
  const text = `# Faults

Written by \`${command}\` on ${started.toISOString().slice(0, 16).replace('T', ' ')} UTC.
Machine: ${cpu?.model ?? 'unknown'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB, Linux ${release()}, Node ${process.version}.
${phones} people a scenario, every third with a second phone, every fifth without handing in; two processes of the application on one
PostgreSQL with its durable settings; each exchange is a connection of its own through a proxy that breaks it. At the end of each
scenario, and once more when every deadline + 120 s has passed, every phone's own ledger is compared with the database
(\`tests/phones/checker.ts\`): each acknowledged answer is there once and as it was written; what the phone shows is what
stands; the score worked out again is the same; nothing is open past its deadline + 120 s; the receipt can be derived again
from the answers that stand.

| scenario | how long, what happened | network faults | acknowledged | receipts | not all said within a minute | 5xx but 503 | broken promises |
|---|---|---|---|---|---|---|---|
${rows.join('\n')}
| **together** | | ${sum(({ troubles }) => troubles)} | ${sum(({ verdict }) => verdict.acknowledged)} | ${sum(({ verdict }) => verdict.receipts)} | ${sum(({ unfinished }) => unfinished)} | ${sum(({ failures }) => failures)} | ${sum(({ verdict }) => verdict.broken.length)} |
`;
  if (write) writeFileSync(new URL('CHAOS.md', import.meta.url), text);
  return text;
}
