import { sql, type RawBuilder } from 'kysely';
import type { Day, Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Quarter } from '../rules/quarters.ts';
import type { BodyFigures, Figures, ReasonCount } from '../rules/statistics.ts';

/** Days in Viet Nam, whatever zone the session has. */
const dayIn = (column: string) => sql`(${sql.raw(column)} at time zone 'Asia/Ho_Chi_Minh')::date`;
const quarterIn = (column: string) =>
  sql`to_char(${sql.raw(column)} at time zone 'Asia/Ho_Chi_Minh', 'YYYY-"Q"Q')`;
/** Days between two days of one idea on which its clock stood still; a pause that lasts ends at `end`. */
const pausedDays = (idea: RawBuilder<unknown>, start: RawBuilder<unknown>, end: RawBuilder<unknown>) => sql`(
  select coalesce(sum(greatest(0, least(coalesce(p.to_day, ${end}), ${end}) - greatest(p.from_day, ${start}))), 0)
  from ideas.pause p where p.idea_id = ${idea})`;

const OPEN = sql.raw(`('received', 'considering', 'asked', 'routed', 'appraising')`);

/** One row a quarter of receipt that has ideas, and one of all (`quarter` null). */
export async function figuresByQuarter(db: Db, now: Instant, today: Day): Promise<Figures[]> {
  const { rows } = await sql<Figures>`
    with counted as (
      select i.*, ${quarterIn('received_at')} as quarter, ${dayIn('received_at')} as received_day,
        ${dayIn('answered_at')} as answered_day,
        quarantined_at is null and withdrawn_at is null as standing,
        (select c.done from ideas.confirmation c where c.idea_id = i.id order by c.id desc limit 1) as done
      from ideas.idea i where received_at <= ${now}
    ), told as (
      select c.*, state = 'out_of_scope' and refusal_reason is not null and answered_at is null as by_reception,
        case when answered_at is not null
          then answered_day - received_day - ${pausedDays(sql`c.id`, sql`c.received_day`, sql`c.answered_day`)} end as days
      from counted c
    )
    select quarter, count(*) as received,
      count(*) filter (where standing and published_at is not null) as published,
      count(*) filter (where standing and published_at is null and state not in ('out_of_scope', 'duplicate')) as waiting,
      count(*) filter (where standing and by_reception) as refused,
      count(*) filter (where standing and published_at is null and state = 'out_of_scope') as "refusedUnpublished",
      count(*) filter (where standing and state = 'duplicate') as duplicates,
      count(*) filter (where standing and published_at is null and state = 'duplicate') as "duplicatesUnpublished",
      count(*) filter (where quarantined_at is null and withdrawn_at is not null) as withdrawn,
      count(*) filter (where quarantined_at is not null) as "handedOver",
      count(answered_at) filter (where quarantined_at is null) as answered,
      count(*) filter (where quarantined_at is null and answered_at is not null
        and (answered_day > answer_due) is not true) as "onTime",
      count(*) filter (where quarantined_at is null and answered_day > answer_due) as late,
      count(*) filter (where standing and answered_at is null and state in ${OPEN} and paused_on is null
        and answer_due < ${today}::date) as overdue,
      count(*) filter (where quarantined_at is null
        and exists (select from ideas.extension e where e.idea_id = told.id)) as extended,
      count(*) filter (where standing and state = 'adopted') as adopted,
      count(*) filter (where standing and state = 'noted') as noted,
      count(*) filter (where quarantined_at is null and done) as "confirmedDone",
      count(*) filter (where quarantined_at is null and not done) as "confirmedNotDone",
      percentile_cont(0.5) within group (order by days::float8) filter (where quarantined_at is null) as "medianDays",
      percentile_cont(0.9) within group (order by days::float8) filter (where quarantined_at is null) as "p90Days"
    from told group by grouping sets ((quarter), ()) order by quarter nulls last`.execute(db);
  return rows;
}

const inQuarter = (quarter: Quarter | null) =>
  sql`(${quarter}::text is null or ${quarterIn('i.received_at')} = ${quarter}::text)`;

export async function refusalsByReason(db: Db, now: Instant, quarter: Quarter | null): Promise<ReasonCount[]> {
  const { rows } = await sql<ReasonCount>`
    select refusal_reason as reason, count(*) as count from ideas.idea i
    where state = 'out_of_scope' and refusal_reason is not null and answered_at is null
      and quarantined_at is null and withdrawn_at is null and received_at <= ${now} and ${inQuarter(quarter)}
    group by refusal_reason order by count(*) desc, refusal_reason`.execute(db);
  return rows;
}

/** Lead bodies by how much they received. `lastDay`: when the last idea was passed to it, for its name then. */
export async function figuresByBody(
  db: Db,
  now: Instant,
  today: Day,
  quarter: Quarter | null,
): Promise<(BodyFigures & { lastDay: Day })[]> {
  const [idea, since] = [sql`t.idea_id`, sql`t.since_day`];
  const { rows } = await sql<BodyFigures & { lastDay: Day }>`
    with passed as (
      select a.idea_id, a.body_id, a.since, a.until, i.answer_due, ${dayIn('a.since')} as since_day,
        lead(a.since) over (partition by a.idea_id order by a.since) is not null as passed_on,
        i.withdrawn_at is null and i.answered_at is null and i.state in ${OPEN} as open, i.paused_on is not null as paused
      from ideas.assignment a join ideas.idea i on i.id = a.idea_id
      where a.role = 'lead' and i.quarantined_at is null and i.received_at <= ${now} and ${inQuarter(quarter)}
    ), answered as (
      select p.idea_id, p.since, min(w.published_at) as answered_at
      from passed p join ideas.answer w on w.idea_id = p.idea_id and w.body_id = p.body_id and w.status = 'published'
        and w.published_at >= p.since and (p.until is null or w.published_at <= p.until)
      group by p.idea_id, p.since
    ), told as (
      select p.*, answered_at, ${dayIn('answered_at')} as answered_day,
        until is null and open as waiting
      from passed p left join answered using (idea_id, since)
    ), measured as (
      select t.*,
        case when answered_at is not null
          then answered_day - since_day - ${pausedDays(idea, since, sql`t.answered_day`)} end as days,
        case when waiting
          then ${today}::date - since_day - ${pausedDays(idea, since, sql`${today}::date`)} end as wait
      from told t
    )
    select body_id as "bodyId", count(*) as received,
      count(*) filter (where answered_at is null and passed_on) as transferred,
      count(answered_at) as answered,
      count(*) filter (where answered_at is not null and (answered_day > answer_due) is not true) as "onTime",
      count(*) filter (where waiting) as waiting,
      count(*) filter (where waiting and not paused and answer_due < ${today}::date) as overdue,
      percentile_cont(0.5) within group (order by days::float8) as "medianDays",
      percentile_cont(0.9) within group (order by days::float8) as "p90Days",
      max(wait) as "longestWaitDays", max(since_day) as "lastDay"
    from measured group by body_id order by count(*) desc, body_id`.execute(db);
  return rows;
}
