/** Where attempts stand by the books: the only thing that phones are ever told. */
import type { Instant } from '#platform/clock.ts';
import { isLate } from '../rules/late.ts';
import { shownReceipt } from '../rules/receipt.ts';
import { attemptId, type Standing } from '../rules/wire.ts';
import { addEvents, standingRows, type EventWrite, type Key, type StandingRow } from '../store/attempt.server.ts';
import type { Lane } from '#platform/database/lane.server.ts';
import { shapesOf } from './shapes.server.ts';

export const nameOf = ({ ticket, ordinal }: Key): string => attemptId(ticket, ordinal);

/** `of`: items of the sheet; 0 before it is handed in. */
export type Booked = StandingRow & { of: number };
/** Each at the place where it was asked for. */
export type Books = readonly (Booked | undefined)[];

export const readBooks = async (lane: Lane, list: readonly Key[]): Promise<Books> =>
  booked(lane, list, await lane.run(async (db) => (await standingRows(list).execute(db)).rows));

/** Keeps what came, then reads the books as they are after it. */
export const keepAndRead = async (lane: Lane, writes: readonly EventWrite[], list: readonly Key[]): Promise<Books> =>
  writes.length === 0 ? readBooks(lane, list) : booked(lane, list, await lane.inTurn(addEvents(writes), standingRows(list)));

async function booked(lane: Lane, list: readonly Key[], rows: readonly StandingRow[]): Promise<Books> {
  const books = new Array<Booked | undefined>(list.length).fill(undefined);
  // In place: the rows are nobody else's, and there is one for every answer.
  for (const row of rows) books[row.place - 1] = Object.assign(row, { of: row.receipt === null ? 0 : await itemsOf(lane, row) });
  return books;
}

const itemsOf = async (lane: Lane, { sitting, sheet }: StandingRow): Promise<number> => (await shapesOf(lane, sitting, sheet))?.length ?? 0;

/** @param sent something came with the question */
export function standingOf(row: Booked, now: Instant, sent: boolean): Standing {
  return {
    attempt: nameOf(row),
    epoch: row.epoch,
    state: row.state,
    received: row.received,
    answered: row.handedIn ?? row.answered,
    now: now.toISOString(),
    started: new Date(row.startedAt).toISOString(),
    deadline: new Date(row.deadline).toISOString(),
    left: row.deadline - now.getTime(),
    late: sent && isLate(now, row.deadline),
    receipt: row.receipt === null || row.submittedAt === null ? null : {
      code: shownReceipt(row.receipt), at: row.submittedAt.toISOString(), answered: row.handedIn ?? 0, of: row.of,
    },
  };
}
