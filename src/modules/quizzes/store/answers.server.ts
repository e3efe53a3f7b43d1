/** The answers that stand, for whoever reads them: the phone itself, scoring. */
import { sql } from 'kysely';
import type { Db } from '#platform/database/client.ts';
import type { Given } from '../rules/wire.ts';
import type { Kept } from '../rules/settle.ts';
import type { Key } from './attempt.server.ts';

/** Of the live epoch, the last one to each item; cleared ones are absent. */
export async function finalAnswers(db: Db, { ticket, ordinal }: Key): Promise<{ item: number; seq: number; answer: Given }[]> {
  const { rows } = await sql<{ item: number; seq: number; answer: Given }>`
    select l.item, l.seq, l.answer from (
      select distinct on (e.item) e.item, e.seq, e.answer
      from quizzes.event e join quizzes.attempt a on a.ticket_id = e.ticket_id and a.ordinal = e.ordinal and a.epoch = e.epoch
      where e.ticket_id = ${ticket} and e.ordinal = ${ordinal} and e.item >= 0
      order by e.item, e.seq desc
    ) l where l.answer is not null order by l.item`.execute(db);
  return rows;
}

/** Everything of the live epoch; open text with what its reader gave for it. */
export async function liveEvents(db: Db, list: readonly Key[]): Promise<(Kept & Key)[]> {
  const { rows } = await sql<Kept & Key>`
    select e.ticket_id as ticket, e.ordinal, e.item, e.seq, e.answer, e.device_ms as "deviceMs", e.late,
      case when e.answer ->> 'type' = 'open' then (
        select g.share::float8 from quizzes.grade g
        where g.ticket_id = e.ticket_id and g.ordinal = e.ordinal and g.item = e.item and g.epoch = e.epoch and g.seq = e.seq
        order by g.id desc limit 1) end as share
    from unnest(${list.map(({ ticket }) => ticket)}::bigint[], ${list.map(({ ordinal }) => ordinal)}::smallint[]) as k(ticket, ordinal)
    join quizzes.attempt a on a.ticket_id = k.ticket and a.ordinal = k.ordinal
    join quizzes.event e on e.ticket_id = a.ticket_id and e.ordinal = a.ordinal and e.epoch = a.epoch`.execute(db);
  return rows;
}
