/** Who of a body that is divided goes where. */
import { sql } from 'kysely';
import type { Day, Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';

export type PartOf = { plan: number; body: number };

/** In the body on the first day of the new order, or coming later. */
const here = (body: number, on: Day) =>
  sql`s.body_id = ${body}::int and (upper(s.valid) is null or upper(s.valid) > ${on}::date)`;

/** The same as a set: asked a member at a time it would be looked up thousands of times. */
const thoseHere = (body: number, on: Day) =>
  sql`(select distinct s.member_id from members.membership s where ${here(body, on)})`;

export type Share = { member: number; to: string };

/** A member has one destination; the newest counts. */
export async function writeShares(tx: Db, { plan, body }: PartOf, shares: readonly Share[], by: { personId: string; now: Instant }): Promise<void> {
  await sql`
    insert into members.allotment (reorganisation_id, body_id, member_id, destination, recorded_at, recorded_by)
    select ${plan}::bigint, ${body}::int, n.member, n.destination, ${by.now}, ${by.personId}
    from unnest(${shares.map(({ member }) => member)}::bigint[], ${shares.map(({ to }) => to)}::text[]) as n(member, destination)
    on conflict (reorganisation_id, body_id, member_id) do update set destination = excluded.destination,
      recorded_at = excluded.recorded_at, recorded_by = excluded.recorded_by
      where allotment.destination <> excluded.destination`.execute(tx);
}

export async function forgetShares(tx: Db, { plan, body }: PartOf, members: readonly number[]): Promise<void> {
  await sql`
    delete from members.allotment where reorganisation_id = ${plan} and body_id = ${body}
      and member_id = any(${[...members]}::bigint[])`.execute(tx);
}

export async function forgetAllShares(tx: Db, { plan, body }: PartOf): Promise<void> {
  await sql`delete from members.allotment where reorganisation_id = ${plan} and body_id = ${body}`.execute(tx);
}

export type Way = { body: number; to: string };

/** Forgets what is written down in a plan for other ways than these. */
export async function keepOnlyWays(tx: Db, plan: number, ways: readonly Way[]): Promise<void> {
  await sql`
    delete from members.allotment a where a.reorganisation_id = ${plan} and not exists (
      select from unnest(${ways.map(({ body }) => body)}::int[], ${ways.map(({ to }) => to)}::text[]) as way(body, destination)
      where way.body = a.body_id and way.destination = a.destination)`.execute(tx);
}

export type ShareCount = { to: string; present: boolean; count: number };

/** How many are written down for whom, apart by whether they are still there. */
export async function countShares(db: Db, { plan, body }: PartOf, on: Day): Promise<ShareCount[]> {
  const { rows } = await sql<ShareCount>`
    select a.destination as "to", h.member_id is not null as present, count(*)::int as count
    from members.allotment a left join ${thoseHere(body, on)} h using (member_id)
    where a.reorganisation_id = ${plan} and a.body_id = ${body} group by 1, 2 order by 1, 2`.execute(db);
  return rows;
}

export async function countHere(db: Db, body: number, on: Day): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(distinct s.member_id)::int as count from members.membership s where ${here(body, on)}`.execute(db);
  return rows[0]?.count ?? 0;
}

export type Shared = { id: number; code: string; fullName: string; to: string | null; late: boolean };
const order = sql`m.given_name collate "vi-x-icu", m.other_names collate "vi-x-icu", m.id`;

export type SharedFilter = PartOf & { on: Day; since: Instant | null; limit: number | null; offset: number };

/** Everybody of the body with where they go; `late`: came after the plan was submitted, so nobody could name them. */
export async function listHere(db: Db, { plan, body, on, since, limit, offset }: SharedFilter): Promise<Shared[]> {
  const { rows } = await sql<Shared>`
    select m.id, m.code, m.full_name as "fullName", a.destination as "to",
      coalesce(a.destination is null and s.recorded_at > ${since}::timestamptz, false) as late
    from (select distinct on (s.member_id) s.member_id, s.recorded_at from members.membership s
      where ${here(body, on)} order by s.member_id, lower(s.valid)) s
    join members.member m on m.id = s.member_id
    left join members.allotment a on a.reorganisation_id = ${plan} and a.body_id = ${body} and a.member_id = m.id
    order by ${order} limit ${limit} offset ${offset}`.execute(db);
  return rows;
}

/** Those who are written down and no longer there. */
export async function listGone(db: Db, { plan, body }: PartOf, on: Day): Promise<{ code: string; fullName: string }[]> {
  const { rows } = await sql<{ code: string; fullName: string }>`
    select m.code, m.full_name as "fullName" from members.allotment a join members.member m on m.id = a.member_id
    where a.reorganisation_id = ${plan} and a.body_id = ${body} and a.member_id not in (
      select s.member_id from members.membership s where ${here(body, on)})
    order by ${order}`.execute(db);
  return rows;
}

/** Codes that are written down for each, in the order of the list. */
export async function codesShared(db: Db, { plan, body }: PartOf): Promise<{ to: string; code: string }[]> {
  const { rows } = await sql<{ to: string; code: string }>`
    select a.destination as "to", m.code from members.allotment a join members.member m on m.id = a.member_id
    where a.reorganisation_id = ${plan} and a.body_id = ${body} order by ${order}`.execute(db);
  return rows;
}

export type Known = { id: number; code: string; here: boolean; body: number | null };

/** Those of these codes whom the asker may see: whether they are in the body, else where they are on the day. */
export async function knownByCode(db: Db, codes: readonly string[], body: number, on: Day): Promise<Known[]> {
  const { rows } = await sql<Known>`
    select m.id, m.code, exists (select from members.membership s where s.member_id = m.id and ${here(body, on)}) as here,
      (select s.body_id from members.membership s where s.member_id = m.id and s.valid @> ${on}::date) as body
    from members.member m where m.code = any(${[...new Set(codes)]}::text[])`.execute(db);
  return rows;
}

export type Outcome = 'listed' | 'rest' | 'late' | 'gone';
export type SharedOut = { member: number; to: string; outcome: Outcome };

/** What came of it, also of those whom nobody had named. */
export async function writeOutcomes(tx: Db, { plan, body }: PartOf, done: readonly SharedOut[], now: Instant): Promise<void> {
  await sql`
    insert into members.allotment (reorganisation_id, body_id, member_id, destination, recorded_at, outcome)
    select ${plan}::bigint, ${body}::int, n.member, n.destination, ${now}, n.outcome
    from unnest(${done.map(({ member }) => member)}::bigint[], ${done.map(({ to }) => to)}::text[],
      ${done.map(({ outcome }) => outcome)}::text[]) as n(member, destination, outcome)
    on conflict (reorganisation_id, body_id, member_id) do update set outcome = excluded.outcome`.execute(tx);
  await sql`
    update members.allotment set outcome = 'gone'
    where reorganisation_id = ${plan} and body_id = ${body} and outcome is null`.execute(tx);
}

export type Done = { id: number; code: string; fullName: string; to: string; outcome: Outcome };

/** The annex of the record: who went where. */
export async function listDone(db: Db, { plan, body, limit, offset }: Omit<SharedFilter, 'on' | 'since'>): Promise<Done[]> {
  const { rows } = await sql<Done>`
    select m.id, m.code, m.full_name as "fullName", a.destination as "to", a.outcome
    from members.allotment a join members.member m on m.id = a.member_id
    where a.reorganisation_id = ${plan} and a.body_id = ${body}
    order by ${order} limit ${limit} offset ${offset}`.execute(db);
  return rows;
}

export async function countDone(db: Db, { plan, body }: PartOf): Promise<{ to: string; outcome: Outcome; count: number }[]> {
  const { rows } = await sql<{ to: string; outcome: Outcome; count: number }>`
    select destination as "to", outcome, count(*)::int as count from members.allotment
    where reorganisation_id = ${plan} and body_id = ${body} group by 1, 2 order by 1, 2`.execute(db);
  return rows;
}
