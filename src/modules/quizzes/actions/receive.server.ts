/** Answers arrive: kept first, then the books are read again, and only what they say is confirmed. */
import { joined } from '#platform/batch.ts';
import type { Instant } from '#platform/clock.ts';
import { failed, ok, problem, type Problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { receiptCode, receiptText } from '../rules/receipt.ts';
import { fitsItem, type ItemShape } from '../rules/sheet.ts';
import type { Batch, Standing, Superseded, TicketPayload } from '../rules/wire.ts';
import { SUBMIT } from '../rules/wire.ts';
import { finalsText, handIn, unsettle, type EventWrite, type Key } from '../store/attempt.server.ts';
import type { Lane } from '#platform/database/lane.server.ts';
import { shapesOf } from './shapes.server.ts';
import { keepAndRead, nameOf, readBooks, standingOf, type Booked, type Books } from './standing.server.ts';
import { keyed } from './token.server.ts';

export type Sent = { runtime: Runtime; ticket: TicketPayload; ordinal: number; batch: Batch; now: Instant };
export type Answered = { superseded: false; standing: Standing } | { superseded: true; standing: Superseded };

/**
 * Items that are not on the ticket's sheet, and answers that they do not have, are refused with their places, before
 * anything is kept. Problems: `sheet.unknown`, `event.item`, `event.answer`.
 */
export function checkItems({ runtime, ticket, batch }: Pick<Sent, 'runtime' | 'ticket' | 'batch'>): Result<void> | Promise<Result<void>> {
  const shapes = shapesOf(runtime.lane, ticket.sitting, ticket.sheet);
  return shapes instanceof Promise ? shapes.then((read) => fit(read, batch)) : fit(shapes, batch);
}

function fit(shapes: readonly ItemShape[] | undefined, batch: Batch): Result<void> {
  if (!shapes) return problem('sheet.unknown');
  const problems: Problem[] = [];
  batch.events.forEach(({ item, answer }, at) => {
    const shape = shapes[item];
    if (item === SUBMIT) return;
    if (!shape) problems.push({ field: `events.${at}.item`, code: 'event.item' });
    else if (answer !== null && !fitsItem(shape, answer)) problems.push({ field: `events.${at}.answer`, code: 'event.answer' });
  });
  return problems.length > 0 ? failed(...problems) : ok(undefined);
}

/** What arrived within the same few milliseconds is kept in one statement. Problem: `attempt.unknown`. */
export const receive: (sent: Sent) => Promise<Result<Answered>> = joined(receiveAll, { atOnce: 3, largest: 400 });

async function receiveAll(list: readonly Sent[]): Promise<readonly Result<Answered>[]> {
  const { runtime } = list[0] as Sent;
  const { lane } = runtime;
  const books = await keepAll(list);
  const closed = list.filter((sent, at) => sent.batch.events.length > 0 && books[at]?.state === 'closed');
  if (closed.length > 0) await lane.run((db) => unsettle(db, closed.map(keyOf)));
  return list.map((sent, at) => answerTo(sent, books[at]));
}

/** What came is kept; then the books as they stand once everything that was handed in is handed in. */
async function keepAll(list: readonly Sent[]): Promise<Books> {
  const { runtime, now } = list.at(-1) as Sent;
  const books = await keepAndRead(runtime.lane, list.flatMap(writesOf), list.map(keyOf));
  const ready = [...new Map(books.filter(isHandedIn).map((row) => [nameOf(row), row])).values()];
  if (ready.length === 0) return books;
  await handInAll(runtime.lane, ready, { runtime, now });
  const after = new Map((await readBooks(runtime.lane, ready)).map((row, at) => [nameOf(ready[at] as Booked), row]));
  return books.map((row) => row && (after.get(nameOf(row)) ?? row));
}

const keyOf = ({ ticket, ordinal }: Sent): Key => ({ ticket: ticket.ticket, ordinal });

const writesOf = ({ ticket, ordinal, batch, now }: Sent): EventWrite[] => batch.events.map(({ seq, item, answer, ms }) => ({
  ticket: ticket.ticket, ordinal, epoch: batch.epoch, device: batch.device, item, seq,
  answer: answer === null ? null : JSON.stringify(answer), ms, at: now,
}));

/** The submit is here, and everything that was written before it. */
const isHandedIn = (row: Booked | undefined): row is Booked =>
  row !== undefined && row.state !== 'submitted' && row.submit !== null && row.received >= row.submit;

/** Codes are short, so that two may be alike: whoever comes second gets the next one. */
const TURNS = 6;
const isTaken = (error: unknown): boolean => (error as { code?: string }).code === '23505';

async function handInAll(lane: Lane, rows: readonly Key[], at: { runtime: Runtime; now: Instant }): Promise<void> {
  const finals = await lane.run((db) => finalsText(db, rows));
  const writes = (list: typeof finals, turn: number) => list.map(({ ticket, ordinal, epoch, finals: text, answered }) => {
    const handedIn = { attempt: nameOf({ ticket, ordinal }), epoch, finals: text, turn };
    const receipt = receiptCode(keyed(at.runtime.config.secret, 'receipt', receiptText(handedIn)));
    return { ticket, ordinal, epoch, receipt, answered, at: at.now };
  });
  const keep = (list: typeof finals, turn: number) => lane.run((db) => handIn(db, writes(list, turn)));
  try {
    await keep(finals, 0);
  } catch (error) {
    if (!isTaken(error)) throw error;
    for (const one of finals) await nextFree((turn) => keep([one], turn));
  }
}

async function nextFree(keep: (turn: number) => Promise<void>, turn = 0): Promise<void> {
  try {
    await keep(turn);
  } catch (error) {
    if (!isTaken(error) || turn >= TURNS) throw error;
    await nextFree(keep, turn + 1);
  }
}

function answerTo({ batch, now }: Sent, row: Booked | undefined): Result<Answered> {
  if (!row) return problem('attempt.unknown');
  const standing = standingOf(row, now, batch.events.length > 0);
  if (row.epoch !== batch.epoch || row.device !== batch.device) {
    return ok({ superseded: true, standing: { ...standing, problem: 'superseded' } });
  }
  const after = row.submit !== null && row.state === 'submitted' && batch.events.some(({ seq }) => seq > (row.submit as number));
  if (after) return ok({ superseded: true, standing: { ...standing, problem: 'submitted' } });
  return ok({ superseded: false, standing });
}
