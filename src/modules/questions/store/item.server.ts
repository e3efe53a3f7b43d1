/** Items of the bank, their versions and what they cite. */
import { sql, type RawBuilder } from 'kysely';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Difficulty, VersionState } from '../rules/bank.ts';
import type { Item, ItemType, Question } from '../rules/item.ts';

export type Cite = { documentId: number; version: number; anchor: string };
export type VersionRow = {
  id: number;
  itemId: number;
  bodyId: number;
  sample: boolean;
  retiredAt: Instant | null;
  number: number;
  state: VersionState;
  stem: string;
  question: Question;
  explanation: string;
  difficulty: Difficulty;
  tags: string[];
  writtenBy: string | null;
  writtenAt: Instant;
  reviewedBy: string | null;
  note: string | null;
  approvedAt: Instant | null;
  cites: Cite[];
};

/** Of `versionFrom`. */
export const versionColumns = sql`v.id, v.item_id as "itemId", i.body_id as "bodyId", i.sample, i.retired_at as "retiredAt", v.number, v.state,
  v.stem, v.question, v.explanation, v.difficulty, v.tags, v.written_by as "writtenBy", v.written_at as "writtenAt",
  v.reviewed_by as "reviewedBy", v.note, v.approved_at as "approvedAt", coalesce((
    select json_agg(json_build_object('documentId', c.document_id, 'version', c.document_version, 'anchor', c.anchor)
      order by c.document_id, c.anchor)
    from questions.citation c where c.version_id = v.id), '[]') as cites`;
export const versionFrom = sql`from questions.version v join questions.item i on i.id = v.item_id`;

/** All versions of an item, the newest first. */
export async function versionsOf(db: Db, itemId: number): Promise<VersionRow[]> {
  const { rows } = await sql<VersionRow>`select ${versionColumns} ${versionFrom} where i.id = ${itemId} order by v.number desc`.execute(db);
  return rows;
}

/** The same inside a transaction that will change it. */
export async function lockItem(tx: Db, itemId: number): Promise<VersionRow[]> {
  await sql`select from questions.item where id = ${itemId} for update`.execute(tx);
  return versionsOf(tx, itemId);
}

export type BankFilter = {
  bodies: readonly number[];
  words: readonly string[];
  type: ItemType | null;
  state: VersionState | null;
  tag: string;
  /** Only these items; null: all. */
  items: readonly number[] | null;
  limit: number;
  offset: number;
};

/** The newest version of each item. */
const matching = ({ bodies, words, type, state, tag, items }: BankFilter): RawBuilder<unknown> => {
  const conditions = words.map((word) => sql`position(${` ${word}`} in v.search_key) > 0`);
  if (type) conditions.push(sql`v.type = ${type}`);
  if (state) conditions.push(sql`v.state = ${state}`);
  if (items) conditions.push(sql`i.id = any(${[...items]}::bigint[])`);
  if (tag) conditions.push(sql`v.tags @> ${[tag]}`);
  return sql`${versionFrom} where ${sql.join([
    sql`i.body_id = any(${[...bodies]}::int[])`,
    sql`v.number = (select max(o.number) from questions.version o where o.item_id = v.item_id)`,
    sql`i.retired_at is null`,
    ...conditions,
  ], sql` and `)}`;
};

export async function listItems(db: Db, filter: BankFilter): Promise<VersionRow[]> {
  const { rows } = await sql<VersionRow>`
    select ${versionColumns} ${matching(filter)}
    order by v.item_id desc limit ${sql.lit(filter.limit)} offset ${sql.lit(filter.offset)}`.execute(db);
  return rows;
}

export async function countItems(db: Db, filter: BankFilter): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count ${matching(filter)}`.execute(db);
  return rows[0]?.count ?? 0;
}

/** The items of these bodies that cite something, with what their newest version cites. */
export async function citesOf(db: Db, bodies: readonly number[]): Promise<{ itemId: number; cites: Cite[] }[]> {
  const { rows } = await sql<{ itemId: number; cites: Cite[] }>`
    select v.item_id as "itemId",
      json_agg(json_build_object('documentId', c.document_id, 'version', c.document_version, 'anchor', c.anchor)) as cites
    ${versionFrom} join questions.citation c on c.version_id = v.id
    where i.body_id = any(${[...bodies]}::int[]) and i.retired_at is null
      and v.number = (select max(o.number) from questions.version o where o.item_id = v.item_id)
    group by v.item_id`.execute(db);
  return rows;
}

/** Tags in use in these bodies, the most used first. */
export async function tagsOf(db: Db, bodies: readonly number[]): Promise<string[]> {
  const { rows } = await sql<{ tag: string }>`
    select tag ${versionFrom}, unnest(v.tags) as tag
    where i.body_id = any(${[...bodies]}::int[]) and i.retired_at is null
    group by tag order by count(distinct i.id) desc, tag limit 30`.execute(db);
  return rows.map((row) => row.tag);
}

export type ItemWrite = Item & { difficulty: Difficulty; cites: readonly Cite[] };
export type Author = { by: string | null; now: Instant };

/** @returns ids of the new items, in the order given, each with a draft of its first version */
export async function insertItems(
  tx: Db, bodyId: number, items: readonly ItemWrite[], { by, now, sample = false }: Author & { sample?: boolean },
): Promise<number[]> {
  const ids: number[] = [];
  for (const item of items) {
    const { rows } = await sql<{ id: number }>`
      insert into questions.item (body_id, sample, created_at) values (${bodyId}, ${sample}, ${now}) returning id`.execute(tx);
    const id = rows[0]!.id;
    await insertVersion(tx, id, 1, item, { by, now });
    ids.push(id);
  }
  return ids;
}

export async function insertVersion(tx: Db, itemId: number, number: number, write: ItemWrite, { by, now }: Author): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into questions.version
      (item_id, number, state, type, stem, question, explanation, difficulty, tags, written_by, written_at)
    values (${itemId}, ${number}, 'draft', ${write.question.type}, ${write.stem}, ${JSON.stringify(write.question)},
      ${write.explanation}, ${write.difficulty}, ${[...write.tags]}, ${by}, ${now})
    returning id`.execute(tx);
  await writeCites(tx, rows[0]!.id, write.cites);
  return rows[0]!.id;
}

export async function updateVersion(tx: Db, id: number, write: ItemWrite, { by, now }: Author): Promise<void> {
  await sql`
    update questions.version set type = ${write.question.type}, stem = ${write.stem},
      question = ${JSON.stringify(write.question)}, explanation = ${write.explanation}, difficulty = ${write.difficulty},
      tags = ${[...write.tags]}, written_by = ${by}, written_at = ${now}
    where id = ${id}`.execute(tx);
  await sql`delete from questions.citation where version_id = ${id}`.execute(tx);
  await writeCites(tx, id, write.cites);
}

async function writeCites(tx: Db, versionId: number, cites: readonly Cite[]): Promise<void> {
  await sql`
    insert into questions.citation (version_id, document_id, document_version, anchor)
    select ${versionId}, "documentId", version, anchor
    from jsonb_to_recordset(${JSON.stringify(cites)}::jsonb) as c("documentId" bigint, version integer, anchor text)
    on conflict do nothing`.execute(tx);
}

export async function setState(
  tx: Db, id: number, change: { state: VersionState; note?: string; reviewedBy?: string; approvedAt?: Instant },
): Promise<void> {
  await sql`
    update questions.version set state = ${change.state}, note = ${change.note ?? null},
      reviewed_by = ${change.reviewedBy ?? null}, approved_at = ${change.approvedAt ?? null}
    where id = ${id}`.execute(tx);
}

export async function retireItem(tx: Db, itemId: number, now: Instant): Promise<void> {
  await sql`update questions.item set retired_at = ${now} where id = ${itemId}`.execute(tx);
}

export async function hasSample(db: Db): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    select exists (select from questions.item where sample) as found`.execute(db);
  return rows[0]?.found ?? false;
}
