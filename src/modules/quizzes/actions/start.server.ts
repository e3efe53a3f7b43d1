/** An attempt begins, goes on another device, or is asked about. */
import { joined } from '#platform/batch.ts';
import type { Instant } from '#platform/clock.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { begin } from '../rules/attempt.ts';
import type { Given, Resumed, Start, TicketPayload } from '../rules/wire.ts';
import { addAttempts, copyBase, raiseEpoch, startRows, type Key, type NewAttempt, type StartRow } from '../store/attempt.server.ts';
import { finalAnswers } from '../store/answers.server.ts';
import type { Lane } from '#platform/database/lane.server.ts';
import type { Answered } from './receive.server.ts';
import { nameOf, readBooks, standingOf, type Booked } from './standing.server.ts';

export type Starting = { runtime: Runtime; ticket: TicketPayload; start: Start; now: Instant };

/**
 * Begins once; asked again, however it is asked, it answers where that attempt stands. Another device is told who has
 * it. What began, counts where it began: in the sitting of the sheet that the phone has, also when another one was booked
 * meanwhile. Problems: those of `begin`, `ticket.unknown`, `ticket.moved`: the attempts are of another sitting and its sheet.
 */
export const start: (starting: Starting) => Promise<Result<Answered>> = joined(startAll, { atOnce: 2, largest: 200 });

const keyOf = ({ ticket, start }: Starting): Key => ({ ticket: ticket.ticket, ordinal: start.ordinal });

async function startAll(list: readonly Starting[]): Promise<readonly Result<Answered>[]> {
  const { lane } = (list[0] as Starting).runtime;
  const before = await readBooks(lane, list.map(keyOf));
  const fresh = list.filter((_, at) => !before[at]);
  if (fresh.length === 0) return list.map((one, at) => answerTo(one, before[at]));
  const facts = new Map((await lane.run((db) => startRows(db, fresh.map((one) => ({ ...keyOf(one), sitting: one.ticket.sitting }))))).map((row) => [nameOf(row), row]));
  const begun = new Map(fresh.map((one) => [one, beginOne(one, facts.get(nameOf(keyOf(one))))]));
  const attempts = [...begun.values()].flatMap((one) => (one.ok ? [one.value] : []));
  if (attempts.length > 0) await lane.run((db) => addAttempts(db, attempts));
  const after = await readBooks(lane, list.map(keyOf));
  return list.map((one, at) => {
    const own = begun.get(one);
    if (own && !own.ok) return own;
    // The attempts before it turned out to be of another sitting between the reading and the writing.
    return own && !after[at] ? problem('ticket.moved') : answerTo(one, after[at]);
  });
}

function beginOne({ start, now }: Starting, facts: StartRow | undefined): Result<NewAttempt> {
  if (!facts) return problem('ticket.unknown');
  // Answers are places on a sheet: those of one sitting must never be read by the sheet of another.
  if (facts.booked !== facts.sitting && start.ordinal > 1) return problem('ticket.moved');
  const begun = begin(facts, start.ordinal, { now, elapsed: start.elapsed });
  if (!begun.ok) return begun;
  const { ticket, ordinal, quiz, sitting, branch, sheet, extra } = facts;
  return ok({ ticket, ordinal, quiz, sitting, branch, sheet, extra, device: start.device, guess: start.guess ?? null, ...begun.value });
}

function answerTo(one: Starting, row: Booked | undefined): Result<Answered> {
  if (!row) return problem('attempt.unknown');
  const standing = standingOf(row, one.now, false);
  if (row.device === one.start.device) return ok({ superseded: false, standing });
  return ok({ superseded: true, standing: { ...standing, problem: 'superseded' } });
}

export type Asking = { runtime: Runtime; ticket: TicketPayload; ordinal: number; now: Instant };

/** Where it stands, with the answers that stand, for a phone that has lost its memory. Problem: `attempt.unknown`. */
export async function resume({ runtime, ticket, ordinal, now }: Asking): Promise<Result<Resumed>> {
  const { lane } = runtime;
  const key = { ticket: ticket.ticket, ordinal };
  let [row] = await readBooks(lane, [key]);
  if (!row) return problem('attempt.unknown');
  if (row.baseEpoch < row.epoch) {
    await ensureBase(lane, key);
    row = (await readBooks(lane, [key]))[0] ?? row;
  }
  const answers = await lane.run((db) => finalAnswers(db, key));
  const standing = standingOf(row, now, false);
  return ok({ ...standing, answers: answers.map(({ item, seq, answer }) => ({ item, seq, answer: answer as Given })) });
}

const ensureBase = (lane: Lane, key: Key): Promise<void> =>
  lane.run((db) => (db.isTransaction ? copyBase(db, key) : db.transaction().execute((tx) => copyBase(tx, key))));

/** Goes on with this device; asked again, nothing more happens. What is not open any more is only told. Problems: those of `resume`, `ticket.moved`. */
export async function takeOver(asking: Asking, device: string): Promise<Result<Resumed>> {
  const { lane } = asking.runtime;
  const key = { ticket: asking.ticket.ticket, ordinal: asking.ordinal };
  const [row] = await readBooks(lane, [key]);
  if (row && row.sitting !== asking.ticket.sitting) return problem('ticket.moved');
  await ensureBase(lane, key);
  await lane.run((db) => raiseEpoch(db, key, device));
  await ensureBase(lane, key);
  return resume(asking);
}
