/** Rows of the sample that no action can write, because they lie in the past. */
import { sql } from 'kysely';
import type { RosterEntry } from '#modules/study/index.server.ts';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { FullSheet } from '../rules/sheet.ts';
import type { Given } from '../rules/wire.ts';

export async function hasQuizzes(db: Db): Promise<boolean> {
  const { rows } = await sql<{ some: boolean }>`select exists (select from quizzes.quiz) as some`.execute(db);
  return rows[0]?.some ?? false;
}

export const dateSample = (tx: Db, id: number, opens: Instant) =>
  sql`update quizzes.quiz set sample = true, created_at = ${opens}, changed_at = ${opens}, published_at = ${opens} where id = ${id}`.execute(tx);

export type SampleSheet = { sitting: number; number: number; content: FullSheet; opens: Date };

export async function sheetFor(db: Db, quiz: number, number: number): Promise<SampleSheet | undefined> {
  const { rows } = await sql<SampleSheet>`
    select s.id as sitting, h.number, h.content, s.opens_at as opens from quizzes.sheet h
    join quizzes.sitting s on s.id = h.sitting_id where s.quiz_id = ${quiz} and h.number = ${number} order by s.id limit 1`.execute(db);
  return rows[0];
}

/** `given`: by place on the sheet. `submit`: the item number of handing in. */
type Entered = {
  quiz: number; entry: RosterEntry; sheet: SampleSheet; device: string; given: readonly (Given | null)[]; submit: number;
  seconds: number; guess: number | null;
};

/** One attempt that was handed in; closing settles it. @returns the ticket; undefined for somebody who has one already */
export async function enterAttempt(tx: Db, { quiz, entry, sheet, device, given, submit, seconds, guess }: Entered): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`
    insert into quizzes.ticket (quiz_id, sitting_id, member_id, branch_id, sheet_number, seed, issued_at)
    values (${quiz}, ${sheet.sitting}, ${entry.memberId}, ${entry.branchId}, ${sheet.number}, ${entry.memberId % 100_000}, ${sheet.opens})
    on conflict do nothing returning id`.execute(tx);
  const ticket = rows[0]?.id;
  if (ticket === undefined) return undefined;
  const ended = new Date(sheet.opens.getTime() + seconds * 1_000);
  await sql`
    insert into quizzes.attempt (ticket_id, ordinal, quiz_id, sitting_id, branch_id, sheet_number, device, started_at, deadline, state,
      submitted_at, answered, guess)
    values (${ticket}, 1, ${quiz}, ${sheet.sitting}, ${entry.branchId}, ${sheet.number}, ${device}, ${sheet.opens},
      ${new Date(sheet.opens.getTime() + 30 * 60_000)}, 'submitted', ${ended}, ${given.filter((each) => each !== null).length}, ${guess})`.execute(tx);
  const items = [...given.keys(), submit];
  await sql`
    insert into quizzes.event (ticket_id, ordinal, epoch, item, seq, answer, device_ms, received_at)
    select ${ticket}, 1, 1, e.item, e.seq, e.answer::jsonb, e.seq * 1000, ${ended}
    from unnest(${items}::smallint[], ${items.map((_, place) => place + 1)}::int[],
      ${[...given.map((each) => each && JSON.stringify(each)), null]}::text[]) as e(item, seq, answer)`.execute(tx);
  return ticket;
}
