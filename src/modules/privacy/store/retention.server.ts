/** How long things are kept where it was changed, and what the nightly job removed. */
import { sql } from 'kysely';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';

export type SetRow = { rule: string; days: number; reason: string; changedBy: string; changedAt: Instant };

export async function setDays(db: Db): Promise<Map<string, SetRow>> {
  const { rows } = await sql<SetRow>`
    select rule, days, reason, changed_by as "changedBy", changed_at as "changedAt" from privacy.retention`.execute(db);
  return new Map(rows.map((row) => [row.rule, row]));
}

export async function writeDays(tx: Db, row: SetRow): Promise<void> {
  await sql`
    insert into privacy.retention (rule, days, reason, changed_by, changed_at)
    values (${row.rule}, ${row.days}, ${row.reason}, ${row.changedBy}, ${row.changedAt})
    on conflict (rule) do update set days = excluded.days, reason = excluded.reason, changed_by = excluded.changed_by,
      changed_at = excluded.changed_at`.execute(tx);
}

export type Removal = { rule: string; days: number; before: Instant; removed: number; at: Instant };

export async function insertRemoval(db: Db, removal: Removal): Promise<void> {
  await sql`
    insert into privacy.removal (rule, days, before, removed, at)
    values (${removal.rule}, ${removal.days}, ${removal.before}, ${removal.removed}, ${removal.at})`.execute(db);
}

export async function latestRemovals(db: Db, limit: number): Promise<Removal[]> {
  const { rows } = await sql<Removal>`
    select rule, days, before, removed, at from privacy.removal order by id desc limit ${sql.lit(limit)}`.execute(db);
  return rows;
}
