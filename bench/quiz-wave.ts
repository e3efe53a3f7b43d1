/**
 * A whole province answers: a ladder of phones that each say something every 15 s, and the wave in which everybody
 * begins, answers and hands in at the same time. `BENCH_SECONDS=10` makes every part short.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { withApplication, type Application } from './application.ts';
import { rounded, type Figure, type Scenario } from './figures.ts';
import { pace, percentile, type Outcome } from './load.ts';
import { answerBytes, answersInTurn, booksOf, openQuiz, startBytes, submitBytes } from './quiz-phones.ts';
import type { TestQuiz, TestTicket } from '../tests/phones/quiz.ts';

const seconds = (usual: number): number => Math.min(usual, Number(process.env.BENCH_SECONDS ?? usual));
const EVERY_SECONDS = 15;
const LADDER = [100, 1_000, 5_000, 20_000];
/** Phones keep their connection between two answers; more than this the generator could not hold open. */
const MOST_CONNECTIONS = 4_000;

export const quizWave: Scenario = {
  name: 'quiz-wave',
  what: 'phones at their own pace, and everybody at once; two cores with the generator on them',
  run: () =>
    withApplication({ SAMPLE: 'none' }, async (application) => {
      const figures: Figure[] = [];
      for (const phones of LADDER) figures.push(...(await rung(application, phones)));
      return [...figures, ...(await wave(application))];
    }),
};

type Measured = Outcome & { errors: number; busy: string };

/** What each part used, in shares of one core, and which was the limit. */
async function measured(application: Application, load: () => Promise<Outcome>): Promise<Measured> {
  const before = { app: application.cpuSeconds(), database: databaseSeconds(application.pid), all: allSeconds(), at: performance.now() };
  const outcome = await load();
  const passed = (performance.now() - before.at) / 1_000;
  const app = (application.cpuSeconds() - before.app) / passed;
  const database = (databaseSeconds(application.pid) - before.database) / passed;
  const all = (allSeconds() - before.all) / passed;
  const rest = all - app - database - outcome.generatorBusy;
  const shares: [string, number][] = [['application', app], ['database', database], ['generator', outcome.generatorBusy], ['everything else', rest]];
  const told = shares.map(([name, share]) => `${name} ${Math.round(share * 100)} %`).join(', ');
  const limit = app > 0.9 ? 'the core of the application' : all > cpus().length * 0.9 ? 'all cores' : 'nothing';
  const errors = outcome.requests - (outcome.statuses[200] ?? 0);
  return { ...outcome, errors, busy: `${told} of a core; saturated: ${limit}` };
}

/** CPU time of the whole machine, seconds (proc(5): user, nice, system, then idle, iowait, irq, softirq). */
function allSeconds(): number {
  const [user = 0, nice = 0, system = 0, , , irq = 0, soft = 0] = readFileSync('/proc/stat', 'utf8').split('\n')[0]!.split(/\s+/).slice(1).map(Number);
  return (user + nice + system + irq + soft) / 100;
}

/** CPU time of the processes below the application: the built-in database, with those of it that have ended. */
function databaseSeconds(application: number): number {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ').map(Number);
      return [{ pid: Number(name), parent: fields[1] as number, own: (fields[11] as number) + (fields[12] as number), ended: (fields[13] as number) + (fields[14] as number) }];
    } catch {
      return [];
    }
  });
  const below = (parent: number): number => all.filter((one) => one.parent === parent)
    .reduce((sum, { pid, own, ended }) => sum + own + ended + below(pid), 0);
  return below(application) / 100;
}

const spread = (outcome: Outcome): string =>
  [0.5, 0.95, 0.99].map((share) => `p${share * 100} ${rounded(percentile(outcome, share), 1)}`).join(', ');

async function rung(application: Application, phones: number): Promise<Figure[]> {
  const quiz = await openQuiz(application, phones, true);
  const perSecond = phones / EVERY_SECONDS;
  const connections = Math.min(phones, MOST_CONNECTIONS);
  const outcome = await measured(application, () =>
    pace({ port: application.port, connections, seconds: seconds(30), perSecond, next: answersInTurn(quiz) }));
  const { events } = await booksOf(application, quiz);
  const name = `${phones.toLocaleString('en')} phones, an answer every ${EVERY_SECONDS} s`;
  const bar = phones === 20_000 ? { bar: { atMost: 500 } } : {};
  return [
    { what: `${name}: p99`, value: rounded(percentile(outcome, 0.99), 1), unit: 'ms', ...bar, note: `${spread(outcome)} ms; ${Math.round(outcome.perSecond)}/s; ${outcome.busy}` },
    { what: `${name}: not confirmed, or confirmed and not there`, value: outcome.errors + Math.abs(outcome.requests - outcome.errors - events), unit: 'answers', bar: { atMost: 0 } },
  ];
}

const STARTS = 300;
/** A start, two answers, a submit: each a second after the other. */
const STEPS = [startBytes, (ticket: TestTicket) => answerBytes(ticket, 1), (ticket: TestTicket) => answerBytes(ticket, 2), (ticket: TestTicket) => submitBytes(ticket, 3)];

/** 300 starts, 600 answers and 300 submits a second; at both ends of the time only those whose turn it is. */
function steps({ tickets }: TestQuiz, warm: TestQuiz): (index: number) => Buffer {
  const next = answersInTurn(warm);
  return (index) => {
    const step = index % STEPS.length;
    const ticket = tickets[Math.floor(index / STEPS.length) - step * STARTS];
    return ticket ? (STEPS[step] as (ticket: TestTicket) => Buffer)(ticket) : next();
  };
}

async function wave(application: Application): Promise<Figure[]> {
  const lasts = seconds(120);
  const quiz = await openQuiz(application, STARTS * lasts, false);
  const warm = await openQuiz(application, 2_000, true);
  const outcome = await measured(application, () =>
    pace({ port: application.port, connections: 2_000, seconds: lasts, perSecond: STARTS * STEPS.length, next: steps(quiz, warm) }));
  const books = await booksOf(application, quiz);
  const handedIn = STARTS * (lasts - 3);
  const name = `${lasts} s of 300 starts + 600 answers + 300 submits a second`;
  return [
    { what: `${name}: p99`, value: rounded(percentile(outcome, 0.99), 1), unit: 'ms', bar: { atMost: 1_000 }, note: `${spread(outcome)} ms; ${Math.round(outcome.perSecond)}/s; ${outcome.busy}` },
    { what: `${name}: errors`, value: outcome.errors, unit: 'requests', bar: { atMost: 0 }, note: `of ${outcome.requests.toLocaleString('en')}; ${JSON.stringify(outcome.statuses)}` },
    { what: `${name}: not handed in exactly once, with a receipt of its own`, value: Math.abs(handedIn - books.submitted) + Math.abs(books.submitted - books.receipts), unit: 'attempts', bar: { atMost: 0 }, note: `of ${handedIn.toLocaleString('en')}` },
  ];
}
