/** Every SQL statement of the schema `audit`. */
import { sql } from 'kysely';
import type { Instant } from '../clock.ts';
import type { Db } from '../database/client.ts';
import type { Json } from '../ledger/canonical.ts';

export type ActRow = {
  id: number;
  at: Instant;
  kind: string;
  actorId: string | null;
  actorName: string;
  bodyId: number | null;
  subject: string;
  details: Record<string, Json>;
  leafHash: string;
};

/** The leaf names the row before the row exists, so that both can be written without a second update. */
export async function nextActId(tx: Db): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    select nextval(pg_get_serial_sequence('audit.act', 'id'))::bigint as id`.execute(tx);
  return rows[0]!.id;
}

export async function insertAct(tx: Db, row: ActRow): Promise<void> {
  await sql`
    insert into audit.act (id, at, kind, actor_id, actor_name, body_id, subject, details, leaf_hash)
    overriding system value
    values (${row.id}, ${row.at}, ${row.kind}, ${row.actorId}, ${row.actorName}, ${row.bodyId}, ${row.subject},
      ${JSON.stringify(row.details)}, ${row.leafHash})`.execute(tx);
}

const columns = sql`id, at, kind, actor_id as "actorId", actor_name as "actorName", body_id as "bodyId", subject, details,
  leaf_hash as "leafHash"`;

export async function actsById(db: Db, ids: readonly number[]): Promise<ActRow[]> {
  const { rows } = await sql<ActRow>`select ${columns} from audit.act where id = any(${[...ids]}::bigint[])`.execute(db);
  return rows;
}

export type ActFilter = {
  /** Bodies whose acts may be read; null: all, those of the whole installation included. */
  bodies: readonly number[] | null;
  kind?: string | undefined;
  actorId?: string | undefined;
  subject?: string | undefined;
  /** Part of the actor's name, as typed. */
  name?: string | undefined;
  from?: Instant | undefined;
  /** Before this instant. */
  until?: Instant | undefined;
  /** Only acts with a smaller id: the next page. */
  before?: number | undefined;
  limit: number;
};

/** Acts, newest first. */
export async function findActs(db: Db, filter: ActFilter): Promise<ActRow[]> {
  const where = [sql`true`];
  if (filter.bodies) where.push(sql`body_id = any(${[...filter.bodies]}::int[])`);
  if (filter.kind) where.push(sql`kind = ${filter.kind}`);
  if (filter.actorId) where.push(sql`actor_id = ${filter.actorId}`);
  if (filter.subject) where.push(sql`subject = ${filter.subject}`);
  if (filter.name) where.push(sql`position(platform.fold(${filter.name}) in platform.fold(actor_name)) > 0`);
  if (filter.from) where.push(sql`at >= ${filter.from}`);
  if (filter.until) where.push(sql`at < ${filter.until}`);
  if (filter.before) where.push(sql`id < ${filter.before}`);
  const { rows } = await sql<ActRow>`
    select ${columns} from audit.act where ${sql.join(where, sql` and `)}
    order by id desc limit ${sql.lit(filter.limit)}`.execute(db);
  return rows;
}

/** Which kinds of acts there are among those that may be read: one look into the index a kind. */
export async function kindsOfActs(db: Db): Promise<string[]> {
  const { rows } = await sql<{ kind: string }>`
    with recursive each as (
      (select kind from audit.act order by kind limit 1)
      union all
      select (select a.kind from audit.act a where a.kind > each.kind order by a.kind limit 1) from each where each.kind is not null
    ) select kind from each where kind is not null`.execute(db);
  return rows.map(({ kind }) => kind);
}
