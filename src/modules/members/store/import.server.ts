/** Imports: their state, their file, what is remembered of columns. */
import { sql } from 'kysely';
import type { Day, Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Outline } from '#platform/spreadsheet/sheet.ts';
import type { Field, ImportKind } from '../rules/fields.ts';
import type { Counts, Import, ImportState, Mapping } from '../rules/import.ts';

const columns = sql`id, kind, body_id as body, as_of as "asOf", state, file_name as "fileName", file_bytes as "fileBytes",
  refusal, mapping, counts, position, started_by as "startedBy", started_at as "startedAt", progress_at as "progressAt",
  finished_at as "finishedAt"`;

export type NewImport = {
  kind: ImportKind;
  body: number;
  asOf: Day;
  fileName: string;
  content: Uint8Array;
  startedBy: string;
};

export async function insertImport(tx: Db, it: NewImport, now: Instant): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into members.import (kind, body_id, as_of, state, file_name, file_bytes, started_by, started_at, progress_at)
    values (${it.kind}, ${it.body}, ${it.asOf}, 'reading', ${it.fileName}, ${it.content.length}, ${it.startedBy},
      ${now}, ${now})
    returning id`.execute(tx);
  const id = rows[0]?.id as number;
  const content = Buffer.from(it.content.buffer, it.content.byteOffset, it.content.byteLength);
  await sql`insert into members.import_file (import_id, content) values (${id}, ${content})`.execute(tx);
  return id;
}

export async function findImport(db: Db, id: number): Promise<Import | undefined> {
  const { rows } = await sql<Import>`select ${columns} from members.import where id = ${id}`.execute(db);
  return rows[0];
}

/** Inside a transaction that goes on with it: nobody else does meanwhile. */
export async function lockImport(tx: Db, id: number): Promise<Import | undefined> {
  const { rows } = await sql<Import>`select ${columns} from members.import where id = ${id} for update`.execute(tx);
  return rows[0];
}

/** The newest first. */
export async function listImports(
  db: Db,
  { bodies, limit, offset }: { bodies: readonly number[]; limit: number; offset: number },
): Promise<{ imports: Import[]; total: number }> {
  const ids = [...bodies];
  const [{ rows: imports }, { rows: total }] = await Promise.all([
    sql<Import>`select ${columns} from members.import where body_id = any(${ids}::int[])
      order by started_at desc, id desc limit ${limit} offset ${offset}`.execute(db),
    sql<{ count: number }>`select count(*)::int as count from members.import where body_id = any(${ids}::int[])`.execute(db),
  ]);
  return { imports, total: total[0]?.count ?? 0 };
}

/** The one that is being applied now; undefined for none. */
export async function applyingImport(db: Db): Promise<Import | undefined> {
  const { rows } = await sql<Import>`select ${columns} from members.import where state = 'applying'`.execute(db);
  return rows[0];
}

export type ImportChange = {
  state?: ImportState;
  refusal?: Import['refusal'];
  outline?: Outline | null;
  mapping?: Mapping;
  counts?: Counts;
  position?: number;
  asOf?: Day;
  finishedAt?: Instant;
};

const json = (value: unknown) => (value === null ? null : JSON.stringify(value));

export async function changeImport(db: Db, id: number, change: ImportChange, now: Instant): Promise<void> {
  const set = [sql`progress_at = ${now}`];
  if (change.state !== undefined) set.push(sql`state = ${change.state}`);
  if (change.refusal !== undefined) set.push(sql`refusal = ${json(change.refusal)}`);
  if (change.outline !== undefined) set.push(sql`outline = ${json(change.outline)}`);
  if (change.mapping !== undefined) set.push(sql`mapping = ${json(change.mapping)}`);
  if (change.counts !== undefined) set.push(sql`counts = ${json(change.counts)}`);
  if (change.position !== undefined) set.push(sql`position = ${change.position}`);
  if (change.asOf !== undefined) set.push(sql`as_of = ${change.asOf}`);
  if (change.finishedAt !== undefined) set.push(sql`finished_at = ${change.finishedAt}`);
  await sql`update members.import set ${sql.join(set)} where id = ${id}`.execute(db);
}

export async function readOutlineOf(db: Db, id: number): Promise<Outline | null> {
  const { rows } = await sql<{ outline: Outline | null }>`
    select outline from members.import where id = ${id}`.execute(db);
  return rows[0]?.outline ?? null;
}

/** Null when it has been forgotten. */
export async function readFile(db: Db, id: number): Promise<Buffer | null> {
  const { rows } = await sql<{ content: Buffer }>`
    select content from members.import_file where import_id = ${id}`.execute(db);
  return rows[0]?.content ?? null;
}

export async function deleteFile(db: Db, id: number): Promise<void> {
  await sql`delete from members.import_file where import_id = ${id}`.execute(db);
}

/** What headings meant before: to this officer, else to anybody of that body. */
export async function readMemory(
  db: Db,
  { body, person, kind }: { body: number; person: string; kind: ImportKind },
): Promise<Map<string, Field | ''>> {
  const { rows } = await sql<{ heading: string; field: Field | '' }>`
    select distinct on (heading) heading, field from members.column_memory
    where kind = ${kind} and (person_id = ${person} or body_id = ${body})
    order by heading, person_id = ${person} desc, body_id = ${body} desc, used_at desc`.execute(db);
  return new Map(rows.map((row) => [row.heading, row.field]));
}

export async function remember(
  tx: Db,
  { body, person, kind }: { body: number; person: string; kind: ImportKind },
  meanings: ReadonlyMap<string, Field | ''>,
  now: Instant,
): Promise<void> {
  const rows = Array.from(meanings, ([heading, field]) => ({ heading, field }));
  await sql`
    insert into members.column_memory (body_id, person_id, kind, heading, field, used_at)
    select ${body}::int, ${person}::uuid, ${kind}, heading, field, ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(heading text, field text)
    on conflict (body_id, person_id, kind, heading)
      do update set field = excluded.field, used_at = excluded.used_at`.execute(tx);
}

export async function writeMarkedCopy(db: Db, id: number, content: Uint8Array): Promise<void> {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  await sql`
    insert into members.import_marked (import_id, content) values (${id}, ${bytes})
    on conflict (import_id) do update set content = excluded.content`.execute(db);
}

export async function readMarkedCopy(db: Db, id: number): Promise<Buffer | null> {
  const { rows } = await sql<{ content: Buffer }>`
    select content from members.import_marked where import_id = ${id}`.execute(db);
  return rows[0]?.content ?? null;
}

export async function hasMarkedCopy(db: Db, id: number): Promise<boolean> {
  const { rows } = await sql`select from members.import_marked where import_id = ${id}`.execute(db);
  return rows.length > 0;
}

export async function deleteMarkedCopy(tx: Db, id: number): Promise<void> {
  await sql`delete from members.import_marked where import_id = ${id}`.execute(tx);
}
