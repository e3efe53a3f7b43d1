/** Open text that waits for a reader, and what readers gave. Texts come without the ticket that they belong to. */
import { sql } from 'kysely';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Key } from './attempt.server.ts';
import type { Naming } from './late.server.ts';

/** Of one question, over all sheets: how many answers there are for this reader, and how many are read. `own`: the reader's. */
export type ItemProgress = { versionId: number; answers: number; read: number; own: number };

const isOwn = (self: string) => sql`exists (
  select from quizzes.ticket t join members.account m on m.member_id = t.member_id where t.id = r.ticket_id and m.person_id = ${self})`;
const latest = sql`lateral (
  select g.id::float8 as id, g.share::float8 as share, g.comment, g.graded_at as at from quizzes.grade g
  where g.ticket_id = r.ticket_id and g.ordinal = r.ordinal and g.item = r.item and g.epoch = r.epoch and g.seq = r.seq
  order by g.id desc limit 1) g`;

export async function progressOfItems(db: Db, { quizId, self }: Naming): Promise<ItemProgress[]> {
  const { rows } = await sql<ItemProgress>`
    select r.version_id as "versionId", count(*) filter (where not o.own)::int as answers,
      count(g.id) filter (where not o.own)::int as read, count(*) filter (where o.own)::int as own
    from quizzes.reading r cross join lateral (select ${isOwn(self)} as own) o left join ${latest} on true
    where r.quiz_id = ${quizId} group by r.version_id order by r.version_id`.execute(db);
  return rows;
}

/** The answers to one question that this reader may read, in an order that says nothing and stays. */
const listOf = ({ quizId, key, self }: Naming, versionId: number) => sql`
  select r.ticket_id as ticket, r.ordinal, r.item, r.epoch, r.seq, g.id as grade, g.share, g.comment, g.at,
    left(encode(sha256(convert_to(${key} || r.ticket_id || '-' || r.ordinal || '-' || r.item, 'UTF8')), 'hex'), 12) as code
  from quizzes.reading r left join ${latest} on true
  where r.quiz_id = ${quizId} and r.version_id = ${versionId} and not ${isOwn(self)}`;

export type ReadingRow = Key & {
  code: string; item: number; epoch: number; seq: number;
  /** Of the grade that stands; null: not read. */
  grade: number | null; share: number | null; comment: string | null;
};
export type ReadingPlace = ReadingRow & { text: string; sitting: number; sheet: number; place: number; before: string | null; after: string | null };

/** The answer that is asked for; without one the next that nobody read, from where this reader begins. */
export async function findReading(
  db: Db, naming: Naming, { versionId, code, from }: { versionId: number; code: string | null; from: string },
): Promise<ReadingPlace | undefined> {
  const { rows } = await sql<ReadingPlace>`
    with list as materialized (${listOf(naming, versionId)}), chosen as (
      select * from list where ${code === null ? sql`grade is null` : sql`code = ${code}`} order by code < ${from}, code limit 1
    )
    select c.*, coalesce(e.answer ->> 'text', '') as text, a.sitting_id as sitting, a.sheet_number as sheet,
      (select count(*)::int from list l where l.code <= c.code) as place,
      (select max(l.code) from list l where l.code < c.code) as before, (select min(l.code) from list l where l.code > c.code) as after
    from chosen c join quizzes.attempt a on a.ticket_id = c.ticket and a.ordinal = c.ordinal
    join quizzes.event e on e.ticket_id = c.ticket and e.ordinal = c.ordinal and e.epoch = c.epoch and e.item = c.item and e.seq = c.seq`.execute(db);
  return rows[0];
}

/** What was read last, to come back to. */
export async function readLast(db: Db, naming: Naming, versionId: number, limit: number): Promise<{ code: string; share: number; at: Instant }[]> {
  const { rows } = await sql<{ code: string; share: number; at: Instant }>`
    with list as (${listOf(naming, versionId)})
    select code, share, at from list where grade is not null order by grade desc limit ${limit}`.execute(db);
  return rows;
}

export type GradeRow = { share: number; comment: string; reason: string; by: string; at: Instant };
type Answer = Key & { item: number; epoch: number; seq: number };

/** Everything that was ever given for this answer, the newest first. */
export async function gradesOf(db: Db, { ticket, ordinal, item, epoch, seq }: Answer): Promise<GradeRow[]> {
  const { rows } = await sql<GradeRow>`
    select share::float8 as share, comment, reason, graded_by as by, graded_at as at from quizzes.grade
    where ticket_id = ${ticket} and ordinal = ${ordinal} and item = ${item} and epoch = ${epoch} and seq = ${seq}
    order by id desc limit 50`.execute(db);
  return rows;
}

export type NewGrade = { share: number; comment: string; reason: string; by: string };

export const insertGrade = (tx: Db, { ticket, ordinal, item, epoch, seq }: Answer, { share, comment, reason, by }: NewGrade, now: Instant) =>
  sql`insert into quizzes.grade (ticket_id, ordinal, item, epoch, seq, share, comment, reason, graded_by, graded_at)
    values (${ticket}, ${ordinal}, ${item}, ${epoch}, ${seq}, ${share}, ${comment}, ${reason}, ${by}, ${now})`.execute(tx);

export type OwnGrade = Key & { item: number; share: number; of: number; comment: string };

const standing = sql`
  select r.ticket_id as ticket, r.ordinal, r.item, g.share, g.comment, (s.content -> 'items' -> r.item::int -> 'asked' ->> 'points')::float8 as of
  from quizzes.reading r join ${latest} on true
  join quizzes.attempt a on a.ticket_id = r.ticket_id and a.ordinal = r.ordinal
  join quizzes.sheet s on s.sitting_id = a.sitting_id and s.number = a.sheet_number`;

/** What readers gave for the person's own texts: row-level security shows nobody else's. */
export async function ownGrades(db: Db): Promise<OwnGrade[]> {
  const { rows } = await sql<OwnGrade>`
    ${standing} join quizzes.ticket t on t.id = r.ticket_id and t.member_id = (select members.own_member()) order by 1, 2, 3`.execute(db);
  return rows;
}

/** Of one attempt, by place on the sheet. */
export async function attemptGrades(db: Db, { ticket, ordinal }: Key): Promise<OwnGrade[]> {
  const { rows } = await sql<OwnGrade>`${standing} where r.ticket_id = ${ticket} and r.ordinal = ${ordinal} order by 3`.execute(db);
  return rows;
}

/** Does the quiz ask for open text, as far as its sheets say? */
export async function asksOpenText(db: Db, quizId: number): Promise<boolean> {
  const { rows } = await sql<{ asks: boolean }>`
    select exists (select from quizzes.sheet h join quizzes.sitting s on s.id = h.sitting_id
      where s.quiz_id = ${quizId} and jsonb_path_exists(h.content, '$.items[*] ? (@.question.type == "open")')) as asks`.execute(db);
  return rows[0]!.asks;
}
