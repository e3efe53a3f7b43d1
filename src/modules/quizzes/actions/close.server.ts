/** What the house does by itself: closes attempts that ran out, scores what is over, closes quizzes after their end. */
import { scoreOf } from '#modules/questions/index.server.ts';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import { emit, type Job } from '#platform/jobs/events.server.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { CLOSE_MS } from '../rules/late.ts';
import { settle, standing, type Kept } from '../rules/settle.ts';
import type { FullSheet } from '../rules/sheet.ts';
import { liveEvents } from '../store/answers.server.ts';
import { copyBase, type Key } from '../store/attempt.server.ts';
import { closeQuizzes } from '../store/quiz.server.ts';
import { closeDue, takeUnsettled, writeWorth, type ToSettle, type Worth } from '../store/settle.server.ts';
import { readContent } from '../store/sheet.server.ts';

const AT_ONCE = 200;
type Ground = Pick<Runtime, 'db'>;
const house = <T>(db: Db, work: (tx: Db) => Promise<T>): Promise<T> => asSystem(db, 'quizzes: closing and settling', work);
const earlier = (now: Instant, ms: number): Instant => new Date(now.getTime() - ms);

/** @returns how many attempts were closed */
export async function closeAttempts({ db }: Ground, now: Instant): Promise<number> {
  let closed = 0;
  for (;;) {
    const some = await house(db, (tx) => closeDue(tx, earlier(now, CLOSE_MS), now, 1_000));
    closed += some;
    if (some < 1_000) return closed;
  }
}

/** @param only one attempt, whose owner waits for it. @returns how many attempts were settled */
export async function settleAttempts({ db }: Ground, now: Instant, only: Key | null = null): Promise<number> {
  let settled = 0;
  for (;;) {
    const some = await house(db, (tx) => settleSome(tx, now, only));
    settled += some;
    if (some < AT_ONCE) return settled;
  }
}

async function settleSome(tx: Db, now: Instant, only: Key | null): Promise<number> {
  const due = await takeUnsettled(tx, AT_ONCE, only);
  await settleTaken(tx, due, now);
  return due.length;
}

/** Works out what attempts are worth that the transaction holds. */
export async function settleTaken(tx: Db, due: readonly ToSettle[], now: Instant): Promise<void> {
  if (due.length === 0) return;
  // A takeover that a crash left half done.
  for (const one of due) if (one.baseEpoch < one.epoch) await copyBase(tx, one);
  const events = Map.groupBy(await liveEvents(tx, due), ({ ticket, ordinal }) => `${ticket}-${ordinal}`);
  const sheets = new Map<string, FullSheet>();
  const worth: Worth[] = [];
  for (const one of due) {
    const sheet = await sheetOf(tx, sheets, one);
    if (sheet) worth.push(worthOf(one, sheet, events.get(`${one.ticket}-${one.ordinal}`) ?? []));
  }
  await writeWorth(tx, worth, now);
}

async function sheetOf(tx: Db, known: Map<string, FullSheet>, { sitting, sheet }: ToSettle): Promise<FullSheet | undefined> {
  const name = `${sitting}/${sheet}`;
  const content = known.get(name) ?? (await readContent(tx, sitting, sheet));
  if (content) known.set(name, content);
  return content;
}

export function worthOf(one: Pick<ToSettle, 'ticket' | 'ordinal' | 'startedAt' | 'deadline' | 'rule' | 'decision' | 'epoch'>, sheet: FullSheet, events: readonly Kept[]): Worth {
  const { ticket, ordinal, startedAt, deadline, rule, decision, epoch } = one;
  const answers = standing(events, { startedAt, deadline, rule, decision });
  return { ticket, ordinal, epoch, ...settle(sheet, answers, scoreOf), late: events.some(({ late }) => late) };
}

/** Sittings that ended this long ago have no open attempt any more. */
const REST_MS = 120_000;

export async function closeEverything({ db }: Ground, now: Instant): Promise<void> {
  await closeAttempts({ db }, now);
  await settleAttempts({ db }, now);
  await house(db, async (tx) => {
    for (const quiz of await closeQuizzes(tx, earlier(now, REST_MS), now)) await emit(tx, 'quizzes.closed', { quiz });
  });
}

/** Every process may run it: nobody closes or settles what another is at. */
export const closing: Job = {
  name: 'quizzes.closing',
  everySeconds: 10,
  run: (runtime) => closeEverything(runtime, new Date()),
};
