/** Where attempts stand by the books: the only thing that phones are ever told. */
import type { Instant } from '#platform/clock.ts';
import { isLate } from '../rules/late.ts';
import { shownReceipt } from '../rules/receipt.ts';
import { attemptId, type Standing } from '../rules/wire.ts';
import { standingRows, type Key, type StandingRow } from '../store/attempt.server.ts';
import type { Lane } from '#platform/database/lane.server.ts';
import { shapesOf } from './shapes.server.ts';

export const nameOf = ({ ticket, ordinal }: Key): string => attemptId(ticket, ordinal);

export type Books = ReadonlyMap<string, StandingRow>;

/** Each once, by name. */
export async function readBooks(lane: Lane, list: readonly Key[]): Promise<Books> {
  const distinct = [...new Map(list.map((key) => [nameOf(key), { ticket: key.ticket, ordinal: key.ordinal }])).values()];
  const rows = distinct.length === 0 ? [] : await lane.run((db) => standingRows(db, distinct));
  return new Map(rows.map((row) => [nameOf(row), row]));
}

/** @param sent something came with the question */
export async function standingOf(lane: Lane, row: StandingRow, now: Instant, sent: boolean): Promise<Standing> {
  const of = row.receipt === null ? 0 : ((await lane.run((db) => shapesOf(db, row.sitting, row.sheet)))?.length ?? 0);
  return {
    attempt: nameOf(row),
    epoch: row.epoch,
    state: row.state,
    received: row.received,
    answered: row.handedIn ?? row.answered,
    now: now.toISOString(),
    started: row.startedAt.toISOString(),
    deadline: row.deadline.toISOString(),
    left: row.deadline.getTime() - now.getTime(),
    late: sent && isLate(now, row.deadline),
    receipt: row.receipt === null || row.submittedAt === null ? null : {
      code: shownReceipt(row.receipt), at: row.submittedAt.toISOString(), answered: row.handedIn ?? 0, of,
    },
  };
}
