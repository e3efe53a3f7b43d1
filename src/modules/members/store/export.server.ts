/** Lists of names that leave the system: what was asked for, and the rows when they are taken. */
import { sql } from 'kysely';
import type { Day, Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Export, StoredExportState } from '../rules/export.ts';

const columns = sql`id, body_id as body, below, day, format, purpose, state, asked_by as "askedBy", asked_at as "askedAt",
  decided_by as "decidedBy", decided_at as "decidedAt", until, taken_at as "takenAt"`;

export type NewExport = Pick<Export, 'body' | 'below' | 'day' | 'format' | 'purpose' | 'state' | 'askedBy' | 'until'>;

export async function insertExport(tx: Db, it: NewExport, now: Instant): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into members.export (body_id, below, day, format, purpose, state, asked_by, asked_at, until)
    values (${it.body}, ${it.below}, ${it.day}, ${it.format}, ${it.purpose}, ${it.state}, ${it.askedBy}, ${now}, ${it.until})
    returning id`.execute(tx);
  return rows[0]!.id;
}

/** Nobody else decides or takes it until the transaction ends. */
export async function lockExport(tx: Db, id: number): Promise<Export | undefined> {
  const { rows } = await sql<Export>`select ${columns} from members.export where id = ${id} for update`.execute(tx);
  return rows[0];
}

export type ExportChange = { state: StoredExportState; decidedBy?: string; until?: Instant; taken?: true };

export async function changeExport(tx: Db, id: number, change: ExportChange, now: Instant): Promise<void> {
  const set = [sql`state = ${change.state}`];
  if (change.decidedBy !== undefined) set.push(sql`decided_by = ${change.decidedBy}, decided_at = ${now}`);
  if (change.until !== undefined) set.push(sql`until = ${change.until}`);
  if (change.taken) set.push(sql`taken_at = ${now}`);
  await sql`update members.export set ${sql.join(set)} where id = ${id}`.execute(tx);
}

/** What one person asked for, the newest first. */
export async function exportsOf(
  db: Db,
  { personId, limit, offset }: { personId: string; limit: number; offset: number },
): Promise<{ exports: Export[]; total: number }> {
  const { rows: exports } = await sql<Export>`select ${columns} from members.export where asked_by = ${personId}
    order by asked_at desc, id desc limit ${limit} offset ${offset}`.execute(db);
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from members.export
    where asked_by = ${personId}`.execute(db);
  return { exports, total: rows[0]?.count ?? 0 };
}

/** What others asked for in these bodies and nobody has decided, the oldest first. */
export async function exportsWaiting(
  db: Db,
  { bodies, personId, now, limit }: { bodies: readonly number[]; personId: string; now: Instant; limit: number },
): Promise<Export[]> {
  const { rows } = await sql<Export>`select ${columns} from members.export
    where state = 'waiting' and until > ${now} and asked_by <> ${personId} and body_id = any(${[...bodies]}::int[])
    order by asked_at, id limit ${limit}`.execute(db);
  return rows;
}

export type ListedName = { code: string; fullName: string; body: number; since: Day; exemptFrom: Day | null; exemptUntil: Day | null };

/** Everybody in these bodies on a day, by given name; nothing of how they can be reached, and no reasons. */
export async function namesIn(db: Db, bodies: readonly number[], day: Day): Promise<ListedName[]> {
  const { rows } = await sql<ListedName>`
    select m.code, m.full_name as "fullName", s.body_id as body, lower(s.valid) as since,
      lower(e.valid) as "exemptFrom", upper(e.valid) as "exemptUntil"
    from members.membership s join members.member m on m.id = s.member_id
    left join members.exemption e on e.member_id = m.id and e.valid @> ${day}::date
    where s.body_id = any(${[...bodies]}::int[]) and s.valid @> ${day}::date
    order by m.given_name collate "vi-x-icu", m.other_names collate "vi-x-icu", m.id`.execute(db);
  return rows;
}
