/** Attempts and the answers in them: the path on which every answer arrives. */
import { sql, type RawBuilder } from 'kysely';
import type { Instant } from '#platform/clock.ts';
import { plainArray } from '#platform/database/array.ts';
import type { Db } from '#platform/database/client.ts';
import type { QuizState } from '../rules/attempt.ts';
import type { Standing } from '../rules/wire.ts';

/** Which attempt. */
export type Key = { ticket: number; ordinal: number };
const keys = (list: readonly Key[]) =>
  sql`unnest(${plainArray(list.map(({ ticket }) => ticket))}::bigint[], ${plainArray(list.map(({ ordinal }) => ordinal))}::smallint[])`;

export type EventWrite = Key & {
  epoch: number;
  /** A UUID. */
  device: string;
  item: number;
  seq: number;
  /** JSON text. */
  answer: string | null;
  ms: number;
  at: Instant;
};

type Plain = 'ticket' | 'ordinal' | 'epoch' | 'device' | 'item' | 'seq' | 'ms';
const column = (events: readonly EventWrite[], name: Plain): string => plainArray(events.map((one) => one[name]));

/**
 * Adds what is not there yet; an attempt that does not exist, or a device that was never given this epoch, adds nothing.
 * Always in one order, so that two processes with the same answers wait for each other and never for ever.
 */
export const addEvents = (events: readonly EventWrite[]): RawBuilder<unknown> => sql`
    insert into quizzes.event (ticket_id, ordinal, epoch, item, seq, answer, device_ms, received_at, late)
    select e.ticket, e.ordinal, e.epoch, e.item, e.seq, e.answer::jsonb, e.ms, r.at, r.at > a.deadline + interval '90 seconds'
    from unnest(${column(events, 'ticket')}::bigint[], ${column(events, 'ordinal')}::smallint[],
      ${column(events, 'epoch')}::smallint[], ${column(events, 'device')}::uuid[], ${column(events, 'item')}::smallint[],
      ${column(events, 'seq')}::integer[], ${events.map(({ answer }) => answer)}::text[], ${column(events, 'ms')}::bigint[],
      ${plainArray(events.map(({ at }) => at.getTime()))}::bigint[]) as e(ticket, ordinal, epoch, device, item, seq, answer, ms, at)
    cross join lateral (select timestamptz 'epoch' + e.at * interval '1 millisecond' as at) r
    join quizzes.attempt a on a.ticket_id = e.ticket and a.ordinal = e.ordinal
    where e.epoch < a.epoch or (e.epoch = a.epoch and e.device = a.device)
    order by 1, 2, 3, 4, 5
    on conflict do nothing`;

export type StandingRow = Key & {
  /** In the list that was asked for, from 1. */
  place: number;
  epoch: number;
  baseEpoch: number;
  device: string;
  state: Standing['state'];
  sitting: number;
  sheet: number;
  /** Milliseconds since 1970. */
  startedAt: number;
  deadline: number;
  submittedAt: Instant | null;
  receipt: string | null;
  /** As handed in; null before. */
  handedIn: number | null;
  /** Of the live epoch: highest seq, and below which nothing is missing; the first submit; items with an answer. */
  received: number;
  submit: number | null;
  answered: number;
};

/**
 * Where these attempts stand, in any order; those that do not exist are absent. Events are read once and
 * looked at closely only where one is missing or an answer was taken back.
 */
export const standingRows = (list: readonly Key[]): RawBuilder<StandingRow> => sql<StandingRow>`
    select k.place, a.ticket_id as ticket, a.ordinal, a.epoch, a.base_epoch as "baseEpoch", a.device, a.state,
      a.sitting_id as sitting, a.sheet_number as sheet,
      (extract(epoch from a.started_at) * 1000)::bigint as "startedAt", (extract(epoch from a.deadline) * 1000)::bigint as deadline,
      a.submitted_at as "submittedAt", a.receipt, case when a.receipt is not null then a.answered end as "handedIn",
      case when s.top = s.known then s.top else (
        select count(*)::int from (
          select d.seq, row_number() over (order by d.seq) as place from (
            select distinct e.seq from quizzes.event e
            where e.ticket_id = a.ticket_id and e.ordinal = a.ordinal and e.epoch = a.epoch) d
        ) n where n.seq = n.place) end as received,
      s.submit, case when not s.cleared then s.items else (
        select count(l.answer)::int from (
          select distinct on (e.item) e.answer from quizzes.event e
          where e.ticket_id = a.ticket_id and e.ordinal = a.ordinal and e.epoch = a.epoch and e.item >= 0
          order by e.item, e.seq desc
        ) l) end as answered
    from ${keys(list)} with ordinality as k(ticket, ordinal, place)
    join quizzes.attempt a on a.ticket_id = k.ticket and a.ordinal = k.ordinal
    cross join lateral (
      select coalesce(max(e.seq), 0) as top, count(distinct e.seq)::int as known,
        min(e.seq) filter (where e.item = -1) as submit, count(distinct e.item) filter (where e.item >= 0)::int as items,
        coalesce(bool_or(e.answer is null) filter (where e.item >= 0), false) as cleared
      from quizzes.event e where e.ticket_id = a.ticket_id and e.ordinal = a.ordinal and e.epoch = a.epoch
    ) s`;

/** Whatever came for an attempt that was closed or settled is settled once more. */
export async function unsettle(db: Db, list: readonly Key[]): Promise<void> {
  await sql`
    update quizzes.attempt a set settled_at = null from ${keys(list)} as k(ticket, ordinal)
    where a.ticket_id = k.ticket and a.ordinal = k.ordinal and a.state = 'closed' and a.settled_at is not null`.execute(db);
}

/** What stood before the first submit of the live epoch, in one text that is the same whoever reads it. */
export async function finalsText(db: Db, list: readonly Key[]): Promise<(Key & { epoch: number; finals: string; answered: number })[]> {
  const { rows } = await sql<Key & { epoch: number; finals: string; answered: number }>`
    select a.ticket_id as ticket, a.ordinal, a.epoch, coalesce(f.finals, '') as finals, f.answered
    from ${keys(list)} as k(ticket, ordinal)
    join quizzes.attempt a on a.ticket_id = k.ticket and a.ordinal = k.ordinal
    cross join lateral (
      select min(e.seq) as seq from quizzes.event e
      where e.ticket_id = a.ticket_id and e.ordinal = a.ordinal and e.epoch = a.epoch and e.item = -1
    ) submit
    cross join lateral (
      select string_agg(l.item || ' ' || l.seq || ' ' || l.answer::text, E'\n' order by l.item) as finals, count(*)::int as answered
      from (
        select distinct on (e.item) e.item, e.seq, e.answer from quizzes.event e
        where e.ticket_id = a.ticket_id and e.ordinal = a.ordinal and e.epoch = a.epoch and e.item >= 0 and e.seq < submit.seq
        order by e.item, e.seq desc
      ) l where l.answer is not null
    ) f`.execute(db);
  return rows;
}

export type HandIn = Key & { epoch: number; receipt: string; answered: number; at: Instant };

/** Hands in, once; what is handed in already, or went on to another device meanwhile, stays as it is. */
export async function handIn(db: Db, list: readonly HandIn[]): Promise<void> {
  await sql`
    update quizzes.attempt a set state = 'submitted', submitted_at = k.at, receipt = k.receipt, answered = k.answered,
      late = a.late or k.at > a.deadline + interval '90 seconds', settled_at = null
    from unnest(${list.map(({ ticket }) => ticket)}::bigint[], ${list.map(({ ordinal }) => ordinal)}::smallint[],
      ${list.map(({ epoch }) => epoch)}::smallint[], ${list.map(({ receipt }) => receipt)}::text[],
      ${list.map(({ answered }) => answered)}::smallint[], ${list.map(({ at }) => at)}::timestamptz[])
      as k(ticket, ordinal, epoch, receipt, answered, at)
    where a.ticket_id = k.ticket and a.ordinal = k.ordinal and a.epoch = k.epoch and a.state <> 'submitted'`.execute(db);
}

export type StartRow = Key & {
  quiz: number;
  sitting: number;
  /** The sitting that is booked now. */
  booked: number;
  branch: number;
  sheet: number;
  quizState: QuizState;
  voided: boolean;
  opens: Instant;
  closes: Instant;
  limit: number | null;
  extra: number;
  allowed: number | null;
  previous: string | null;
};

/** What decides whether these attempts may begin, each in the sitting of the sheet that the device has. */
export async function startRows(db: Db, list: readonly (Key & { sitting: number })[]): Promise<StartRow[]> {
  const { rows } = await sql<StartRow>`
    select t.id as ticket, k.ordinal, t.quiz_id as quiz, s.id as sitting, t.sitting_id as booked, t.branch_id as branch,
      t.sheet_number as sheet, q.state as "quizState", t.voided_at is not null as voided, s.opens_at as opens,
      s.closes_at as closes, q.time_limit as "limit", t.extra_minutes as extra, q.attempts_allowed as allowed, (
        select p.state from quizzes.attempt p where p.ticket_id = t.id and p.ordinal = k.ordinal - 1) as previous
    from unnest(${plainArray(list.map(({ ticket }) => ticket))}::bigint[], ${plainArray(list.map(({ ordinal }) => ordinal))}::smallint[],
      ${plainArray(list.map(({ sitting }) => sitting))}::bigint[]) as k(ticket, ordinal, sitting)
    join quizzes.ticket t on t.id = k.ticket
    join quizzes.sitting s on s.id = k.sitting and s.quiz_id = t.quiz_id
    join quizzes.quiz q on q.id = t.quiz_id`.execute(db);
  return rows;
}

export type NewAttempt = Key & Pick<StartRow, 'quiz' | 'sitting' | 'branch' | 'sheet' | 'extra'> & {
  device: string;
  startedAt: Instant;
  deadline: Instant;
  offlineMs: number;
  guess: number | null;
};

const of = <K extends keyof NewAttempt>(list: readonly NewAttempt[], name: K): NewAttempt[K][] => list.map((one) => one[name]);

/**
 * Begins those that have not begun. Their tickets are held meanwhile: minutes that were given after the deadline had been
 * worked out, and before this, are added here; whoever gives some later finds the attempt. The first attempt brings its
 * ticket back to the sitting in which it began; a later one begins nothing when its ticket is of another sitting.
 */
export async function addAttempts(db: Db, list: readonly NewAttempt[]): Promise<void> {
  // Held as if written: two starts of one ticket wait for each other here, and not for what the other has begun.
  await sql`
    with held as (
      select id, sitting_id, extra_minutes from quizzes.ticket where id = any(${of(list, 'ticket')}::bigint[]) order by id for no key update
    ), begun as (
      insert into quizzes.attempt (ticket_id, ordinal, quiz_id, sitting_id, branch_id, sheet_number, device, started_at, deadline,
        offline_ms, guess)
      select n.ticket, n.ordinal, n.quiz, n.sitting, n.branch, n.sheet, n.device, n.started,
        n.deadline + (t.extra_minutes - n.extra) * interval '1 minute', n.offline, n.guess
      from unnest(${of(list, 'ticket')}::bigint[], ${of(list, 'ordinal')}::smallint[], ${of(list, 'quiz')}::bigint[],
        ${of(list, 'sitting')}::bigint[], ${of(list, 'branch')}::integer[], ${of(list, 'sheet')}::smallint[],
        ${of(list, 'device')}::uuid[], ${of(list, 'startedAt')}::timestamptz[], ${of(list, 'deadline')}::timestamptz[],
        ${of(list, 'offlineMs')}::integer[], ${of(list, 'guess')}::integer[], ${of(list, 'extra')}::integer[])
        as n(ticket, ordinal, quiz, sitting, branch, sheet, device, started, deadline, offline, guess, extra)
      join held t on t.id = n.ticket and (t.sitting_id = n.sitting or n.ordinal = 1)
      order by 1, 2
      on conflict do nothing
      returning ticket_id, sitting_id
    )
    update quizzes.ticket t set sitting_id = b.sitting_id
    from begun b join held h on h.id = b.ticket_id and h.sitting_id <> b.sitting_id
    where t.id = b.ticket_id`.execute(db);
}

/** The first half of a takeover: from here on only this device's answers are confirmed. What is closed or handed in stays with its device. */
export async function raiseEpoch(db: Db, { ticket, ordinal }: Key, device: string): Promise<void> {
  await sql`
    update quizzes.attempt set epoch = epoch + 1, device = ${device}
    where ticket_id = ${ticket} and ordinal = ${ordinal} and state = 'open' and device <> ${device}
      and base_epoch = epoch and epoch < 30000`.execute(db);
}

/**
 * The second half, in a transaction that began after the first one ended: every answer that was confirmed in the old
 * epoch is seen here, and begins the new one as seq 1, 2, 3 … Idempotent: also what a crash left half done.
 */
export async function copyBase(tx: Db, { ticket, ordinal }: Key): Promise<void> {
  const { rows } = await sql<{ epoch: number; base: number }>`
    select epoch, base_epoch as base from quizzes.attempt
    where ticket_id = ${ticket} and ordinal = ${ordinal} for update`.execute(tx);
  const [attempt] = rows;
  if (!attempt || attempt.base === attempt.epoch) return;
  await sql`
    insert into quizzes.event (ticket_id, ordinal, epoch, item, seq, answer, device_ms, received_at, late)
    select ${ticket}, ${ordinal}, ${attempt.epoch}, l.item, row_number() over (order by l.item, l.seq), l.answer, l.device_ms, l.received_at, l.late
    from (
      -- What came late may not count; then what came in time stands.
      select distinct on (e.item, e.late) e.* from quizzes.event e
      where e.ticket_id = ${ticket} and e.ordinal = ${ordinal} and e.epoch = ${attempt.base} and e.item >= 0
      order by e.item, e.late, e.seq desc
    ) l
    on conflict do nothing`.execute(tx);
  await sql`
    update quizzes.attempt set base_epoch = epoch where ticket_id = ${ticket} and ordinal = ${ordinal}`.execute(tx);
}
