/** What the lists of members hold about one person with an account, and how it goes. */
import { sql } from 'kysely';
import type { Day, Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';

export type MemberOf = { id: number; code: string; name: string; phone: string | null; email: string | null; updatedAt: Instant };

/** The row of a member that belongs to this account; undefined for an account of somebody who is in no list. */
export async function memberOfPerson(db: Db, personId: string): Promise<MemberOf | undefined> {
  const { rows } = await sql<MemberOf>`
    select id, code, full_name as name, phone, email, updated_at as "updatedAt"
    from members.member where person_id = ${personId}`.execute(db);
  return rows[0];
}

/** The body that the person belongs to on that day, else the last one; undefined for nobody's member. */
export async function bodyOfPerson(db: Db, personId: string, day: Day): Promise<number | undefined> {
  const { rows } = await sql<{ body: number }>`
    select s.body_id as body from members.membership s join members.member m on m.id = s.member_id
    where m.person_id = ${personId} and lower(s.valid) <= ${day}
    order by s.valid @> ${day}::date desc, s.valid desc limit 1`.execute(db);
  return rows[0]?.body;
}

export type StayRow = { bodyId: number; from: Day; until: Day | null; ended: string | null };

export async function staysOf(db: Db, memberId: number): Promise<StayRow[]> {
  const { rows } = await sql<StayRow>`
    select body_id as "bodyId", lower(valid) as "from", upper(valid) as until, ended
    from members.membership where member_id = ${memberId} order by valid`.execute(db);
  return rows;
}

export async function exemptionsOf(db: Db, memberId: number): Promise<{ from: Day; until: Day | null; reason: string }[]> {
  const { rows } = await sql<{ from: Day; until: Day | null; reason: string }>`
    select lower(valid) as "from", upper(valid) as until, reason
    from members.exemption where member_id = ${memberId} order by valid`.execute(db);
  return rows;
}

/** Lists that the person put into the system, asked out of it, or let somebody take. */
export async function listsOf(db: Db, personId: string): Promise<{ at: Instant; what: string; bodyId: number }[]> {
  const { rows } = await sql<{ at: Instant; what: string; bodyId: number }>`
    select started_at as at, 'import' as what, body_id as "bodyId" from members.import where started_by = ${personId}
    union all select asked_at, 'export', body_id from members.export where asked_by = ${personId}
    union all select decided_at, 'decide', body_id from members.export where decided_by = ${personId}
    order by 1`.execute(db);
  return rows;
}

/** Ways to reach the member and the reasons of exemptions go; the account is not tied to the list any more. */
export async function emptyMember(
  tx: Db,
  { id, name, code }: { id: number; name?: string; code?: string },
  now: Instant,
): Promise<{ reasons: number }> {
  await sql`
    update members.member set phone = null, email = null, person_id = null, updated_at = ${now},
      full_name = coalesce(${name ?? null}, full_name), code = coalesce(${code ?? null}, code)
    where id = ${id}`.execute(tx);
  const { numAffectedRows } = await sql`
    update members.exemption set reason = '–' where member_id = ${id} and reason <> '–'`.execute(tx);
  return { reasons: Number(numAffectedRows ?? 0) };
}

export async function deleteColumnMemory(tx: Db, personId: string): Promise<number> {
  const { numAffectedRows } = await sql`delete from members.column_memory where person_id = ${personId}`.execute(tx);
  return Number(numAffectedRows ?? 0);
}

/** @returns rows changed */
export async function putRight(
  tx: Db,
  { personId, field, value, now }: { personId: string; field: 'name' | 'phone' | 'email'; value: string; now: Instant },
): Promise<number> {
  const column = sql.ref({ name: 'full_name', phone: 'phone', email: 'email' }[field]);
  const { numAffectedRows } = await sql`
    update members.member set ${column} = ${value}, updated_at = ${now}
    where person_id = ${personId} and ${column} is distinct from ${value}`.execute(tx);
  return Number(numAffectedRows ?? 0);
}

/** Uploaded files, once nobody will read them again: of imports that ended, or that nobody went on with. */
const oldFiles = (before: Instant) => sql`
  select f.import_id from members.import_file f join members.import i on i.id = f.import_id
  where i.state in ('done', 'cancelled', 'refused') or i.progress_at < ${before}`;

export async function countOldFiles(db: Db, before: Instant): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (${oldFiles(before)}) as old`.execute(db);
  return rows[0]?.count ?? 0;
}

/** The file goes first; an import that waited for somebody is then cancelled, because it cannot go on. */
export async function deleteOldFiles(db: Db, before: Instant, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from members.import_file where import_id in (${oldFiles(before)} limit ${sql.lit(limit)})`.execute(db);
  await sql`
    update members.import set state = 'cancelled', outline = null, finished_at = progress_at
    where state in ('reading', 'mapping', 'checking', 'checked') and progress_at < ${before}`.execute(db);
  return Number(numAffectedRows ?? 0);
}

/** Rows of lists, and their marked copies, of imports that ended before. */
const oldRows = (before: Instant) => sql`
  select r.import_id, r.number from members.import_row r join members.import i on i.id = r.import_id
  where i.finished_at < ${before}`;

export async function countOldRows(db: Db, before: Instant): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (${oldRows(before)}) as old`.execute(db);
  return rows[0]?.count ?? 0;
}

export async function deleteOldRows(db: Db, before: Instant, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from members.import_row where (import_id, number) in (${oldRows(before)} limit ${sql.lit(limit)})`.execute(db);
  await sql`
    delete from members.import_marked m using members.import i
    where i.id = m.import_id and i.finished_at < ${before}`.execute(db);
  return Number(numAffectedRows ?? 0);
}
