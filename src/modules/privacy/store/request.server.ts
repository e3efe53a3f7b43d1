/** Requests of people about their own data. */
import { sql } from 'kysely';
import type { Day, Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Deadlines, Kind, State } from '../rules/requests.ts';

/** What a correction says: which field, what is wrong with it, what would be right. */
export type Asked = { field?: string; wrong?: string; right?: string };
/** One kind of record after an erasure: counts and the code of the reason, nothing of what was in it. */
export type OutcomeLine = { module: string; key: string; erased: number; kept: number; reason?: string };

export type RequestRow = {
  id: number;
  personId: string;
  kind: Kind;
  bodyId: number | null;
  language: 'vi' | 'en' | 'km';
  asked: Asked;
  askedAt: Instant;
  acknowledgeDue: Day;
  doneDue: Day;
  calendarVersion: number;
  notBefore: Instant | null;
  state: State;
  acknowledgedAt: Instant | null;
  closedAt: Instant | null;
  refusal: string | null;
  answer: string | null;
  outcome: OutcomeLine[];
};

const columns = sql`id, person_id as "personId", kind, body_id as "bodyId", language, asked, asked_at as "askedAt",
  acknowledge_due as "acknowledgeDue", done_due as "doneDue", calendar_version as "calendarVersion",
  not_before as "notBefore", state, acknowledged_at as "acknowledgedAt", closed_at as "closedAt", refusal, answer, outcome`;

export type NewRequest = Deadlines & {
  personId: string;
  kind: Kind;
  bodyId: number | null;
  language: string;
  asked: Asked;
  now: Instant;
};

/** @returns undefined when the same is being asked for already */
export async function insertRequest(tx: Db, r: NewRequest): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`
    insert into privacy.request (person_id, kind, body_id, language, asked, asked_at, acknowledge_due, done_due,
      calendar_version, not_before)
    values (${r.personId}, ${r.kind}, ${r.bodyId}, ${r.language}, ${JSON.stringify(r.asked)}, ${r.now},
      ${r.acknowledgeDue}, ${r.doneDue}, ${r.calendarVersion}, ${r.notBefore})
    on conflict do nothing returning id`.execute(tx);
  return rows[0]?.id;
}

export async function findRequest(db: Db, id: number): Promise<RequestRow | undefined> {
  const { rows } = await sql<RequestRow>`select ${columns} from privacy.request where id = ${id}`.execute(db);
  return rows[0];
}

/** Nobody else changes it until the transaction ends. */
export async function lockRequest(tx: Db, id: number): Promise<RequestRow | undefined> {
  const { rows } = await sql<RequestRow>`select ${columns} from privacy.request where id = ${id} for update`.execute(tx);
  return rows[0];
}

export async function requestsOf(db: Db, personId: string): Promise<RequestRow[]> {
  const { rows } = await sql<RequestRow>`
    select ${columns} from privacy.request where person_id = ${personId} order by id desc`.execute(db);
  return rows;
}

export async function markAcknowledged(tx: Db, id: number, { by, now }: { by: string | null; now: Instant }): Promise<void> {
  await sql`
    update privacy.request set acknowledged_at = coalesce(acknowledged_at, ${now}::timestamptz),
      acknowledged_by = coalesce(acknowledged_by, ${by}::uuid), state = case state when 'received' then 'acknowledged' else state end
    where id = ${id}`.execute(tx);
}

export async function markApproved(tx: Db, id: number, by: string | null): Promise<void> {
  await sql`update privacy.request set state = 'approved', decided_by = ${by} where id = ${id}`.execute(tx);
}

export type Closing = {
  state: 'done' | 'refused' | 'taken_back';
  /** Absent: as it is; the system itself, or who approved it. */
  by?: string | undefined;
  refusal?: string | undefined;
  answer?: string | undefined;
  outcome?: readonly OutcomeLine[] | undefined;
  now: Instant;
};

export async function closeRequest(tx: Db, id: number, c: Closing): Promise<void> {
  await sql`
    update privacy.request set state = ${c.state}, closed_at = ${c.now}, refusal = ${c.refusal ?? null},
      decided_by = coalesce(${c.by ?? null}::uuid, decided_by), answer = ${c.answer ?? null},
      outcome = ${JSON.stringify(c.outcome ?? [])}
    where id = ${id}`.execute(tx);
}

export type QueueFilter = {
  /** Bodies whose requests are shown. */
  bodies: readonly number[];
  /** Also those that concern nobody's body. */
  top: boolean;
  open: boolean;
  limit: number;
  offset: number;
};

const inQueue = ({ bodies, top, open }: QueueFilter) => sql`
  from privacy.request
  where (body_id = any(${[...bodies]}::int[]) or (${top} and body_id is null))
    and (closed_at is null) = ${open}`;

/** Open ones by the deadline that comes next, so what is overdue stands first; closed ones newest first. */
export async function listQueue(db: Db, filter: QueueFilter): Promise<RequestRow[]> {
  const order = filter.open
    ? sql`case state when 'received' then acknowledge_due else done_due end, id`
    : sql`closed_at desc, id desc`;
  const { rows } = await sql<RequestRow>`
    select ${columns} ${inQueue(filter)} order by ${order} limit ${filter.limit} offset ${filter.offset}`.execute(db);
  return rows;
}

export async function countQueue(db: Db, filter: QueueFilter): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count ${inQueue(filter)}`.execute(db);
  return rows[0]?.count ?? 0;
}

/** Approved erasures whose days have passed. */
export async function erasuresDue(db: Db, now: Instant): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from privacy.request
    where kind = 'erase' and state = 'approved' and not_before <= ${now} order by id limit 100`.execute(db);
  return rows.map(({ id }) => id);
}

/** Open requests whose next deadline is that day or has passed. */
export async function requestsDueBy(db: Db, day: Day): Promise<RequestRow[]> {
  const { rows } = await sql<RequestRow>`
    select ${columns} from privacy.request
    where closed_at is null and case state when 'received' then acknowledge_due else done_due end <= ${day}
    order by id limit 500`.execute(db);
  return rows;
}

/** What a person wrote in their requests goes with them; that they asked, and what became of it, stays. */
export async function emptyRequests(tx: Db, personId: string): Promise<number> {
  const { numAffectedRows } = await sql`
    update privacy.request set asked = '{}' where person_id = ${personId} and asked <> '{}'`.execute(tx);
  return Number(numAffectedRows ?? 0);
}

/** Other requests of somebody whose data has just been erased have nothing left to be done. */
export async function closeOthers(tx: Db, personId: string, except: number, now: Instant): Promise<void> {
  await sql`
    update privacy.request set state = 'done', closed_at = ${now}
    where person_id = ${personId} and closed_at is null and id <> ${except}`.execute(tx);
}

/** Open requests by body, for the preview of a reorganisation. */
export async function countOpenByBody(db: Db, bodies: readonly number[]): Promise<{ body: number; count: number }[]> {
  const { rows } = await sql<{ body: number; count: number }>`
    select body_id as body, count(*)::int as count from privacy.request
    where body_id = any(${[...bodies]}::int[]) and closed_at is null group by body_id order by body_id`.execute(db);
  return rows;
}

/** @param to null: the top of the tree handles them */
export async function moveOpen(tx: Db, from: number, to: number | null): Promise<void> {
  await sql`update privacy.request set body_id = ${to} where body_id = ${from} and closed_at is null`.execute(tx);
}

export async function countOldRequests(db: Db, before: Instant): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from privacy.request where closed_at < ${before}`.execute(db);
  return rows[0]?.count ?? 0;
}

export async function deleteOldRequests(db: Db, before: Instant, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from privacy.request where id in (
      select id from privacy.request where closed_at < ${before} limit ${sql.lit(limit)})`.execute(db);
  return Number(numAffectedRows ?? 0);
}
