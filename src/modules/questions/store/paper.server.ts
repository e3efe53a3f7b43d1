/** Papers, what is on them, and the items of the bank that they can be drawn from. */
import { sql, type RawBuilder } from 'kysely';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { BlueprintRow, Candidate } from '../rules/blueprint.ts';
import type { PaperKind, PaperState } from '../rules/paper.ts';
import { versionColumns, versionFrom, type Author, type VersionRow } from './item.server.ts';

export type PaperRow = {
  id: number;
  bodyId: number;
  kind: PaperKind;
  title: string;
  about: string;
  state: PaperState;
  sample: boolean;
  writtenBy: string | null;
  writtenAt: Instant;
  reviewedBy: string | null;
  note: string | null;
  approvedAt: Instant | null;
  retiredAt: Instant | null;
};

const columns = sql`p.id, p.body_id as "bodyId", p.kind, p.title, p.about, p.state, p.sample, p.written_by as "writtenBy",
  p.written_at as "writtenAt", p.reviewed_by as "reviewedBy", p.note, p.approved_at as "approvedAt",
  p.retired_at as "retiredAt"`;

export async function findPaper(db: Db, id: number): Promise<PaperRow | undefined> {
  const { rows } = await sql<PaperRow>`select ${columns} from questions.paper p where p.id = ${id}`.execute(db);
  return rows[0];
}

/** Inside a transaction that will change it. */
export async function lockPaper(tx: Db, id: number): Promise<PaperRow | undefined> {
  const { rows } = await sql<PaperRow>`select ${columns} from questions.paper p where p.id = ${id} for update`.execute(tx);
  return rows[0];
}

export type PaperFilter = {
  bodies: readonly number[];
  words: readonly string[];
  state: PaperState | null;
  limit: number;
  offset: number;
};
/** `items`: how many each sheet has; `points`: their sum. */
export type ListedPaper = PaperRow & { items: number; points: number };

const matching = ({ bodies, words, state }: PaperFilter): RawBuilder<unknown> => {
  const conditions = words.map((word) => sql`position(${` ${word}`} in p.search_key) > 0`);
  if (state) conditions.push(sql`p.state = ${state}`);
  return sql`from questions.paper p where ${sql.join(
    [sql`p.body_id = any(${[...bodies]}::int[])`, sql`p.retired_at is null`, ...conditions], sql` and `)}`;
};

export async function listPapers(db: Db, filter: PaperFilter): Promise<ListedPaper[]> {
  const { rows } = await sql<ListedPaper>`
    select ${columns}, (case p.kind when 'fixed'
        then (select count(*) from questions.paper_item i where i.paper_id = p.id)
        else (select coalesce(sum(r.count), 0) from questions.paper_row r where r.paper_id = p.id) end)::int as items,
      (case p.kind when 'fixed'
        then (select coalesce(sum(i.points), 0) from questions.paper_item i where i.paper_id = p.id)
        else (select coalesce(sum(r.count * r.points), 0) from questions.paper_row r where r.paper_id = p.id) end)::float8 as points
    ${matching(filter)}
    order by p.id desc limit ${sql.lit(filter.limit)} offset ${sql.lit(filter.offset)}`.execute(db);
  return rows;
}

export async function countPapers(db: Db, filter: PaperFilter): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count ${matching(filter)}`.execute(db);
  return rows[0]?.count ?? 0;
}

export type PaperWrite = { bodyId: number; kind: PaperKind; title: string; about: string; sample?: boolean };

export async function insertPaper(
  tx: Db, { bodyId, kind, title, about, sample = false }: PaperWrite, { by, now }: Author,
): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into questions.paper (body_id, kind, title, about, sample, created_at, written_by, written_at)
    values (${bodyId}, ${kind}, ${title}, ${about}, ${sample}, ${now}, ${by}, ${now}) returning id`.execute(tx);
  return rows[0]!.id;
}

/** Whoever changes anything of a draft is who wrote it. */
export async function touchPaper(
  tx: Db, id: number, { by, now }: Author, heading?: { title: string; about: string },
): Promise<void> {
  await sql`
    update questions.paper set written_by = ${by}, written_at = ${now}, title = coalesce(${heading?.title ?? null}, title),
      about = coalesce(${heading?.about ?? null}, about)
    where id = ${id}`.execute(tx);
}

export async function setPaperState(
  tx: Db, id: number, change: { state: PaperState; note?: string; reviewedBy?: string | null; approvedAt?: Instant },
): Promise<void> {
  await sql`
    update questions.paper set state = ${change.state}, note = ${change.note ?? null},
      reviewed_by = ${change.reviewedBy ?? null}, approved_at = ${change.approvedAt ?? null}
    where id = ${id}`.execute(tx);
}

export async function markPaperRetired(tx: Db, id: number, now: Instant): Promise<void> {
  await sql`update questions.paper set retired_at = ${now} where id = ${id}`.execute(tx);
}

/** A version on a paper; `newest` is the newest approved version of its item. */
export type PlacedRow = VersionRow & { points: number; newest: { id: number; number: number } | null };

/** What a fixed paper asks, in its order. */
export async function placedOf(db: Db, paperId: number): Promise<PlacedRow[]> {
  const { rows } = await sql<PlacedRow>`
    select ${versionColumns}, pi.points::float8 as points, (
      select json_build_object('id', n.id, 'number', n.number) from questions.version n
      where n.item_id = v.item_id and n.state = 'approved' order by n.number desc limit 1) as newest
    ${versionFrom} join questions.paper_item pi on pi.version_id = v.id
    where pi.paper_id = ${paperId} order by pi.place`.execute(db);
  return rows;
}

export type Placed = { itemId: number; versionId: number; points: number };

/** Replaces what a fixed paper asks. */
export async function writePlaced(tx: Db, paperId: number, items: readonly Placed[]): Promise<void> {
  await sql`delete from questions.paper_item where paper_id = ${paperId}`.execute(tx);
  const rows = items.map((item, place) => ({ ...item, place }));
  await sql`
    insert into questions.paper_item (paper_id, place, item_id, version_id, points)
    select ${paperId}, place, "itemId", "versionId", points
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as c(place integer, "itemId" bigint, "versionId" bigint, points numeric)`.execute(tx);
}

export async function rowsOf(db: Db, paperId: number): Promise<BlueprintRow[]> {
  const { rows } = await sql<BlueprintRow>`
    select count, points::float8 as points, document_id as "documentId", anchor, difficulty, tag
    from questions.paper_row where paper_id = ${paperId} order by place`.execute(db);
  return rows;
}

/** Replaces the blueprint of a drawn paper. */
export async function writeRows(tx: Db, paperId: number, blueprint: readonly BlueprintRow[]): Promise<void> {
  await sql`delete from questions.paper_row where paper_id = ${paperId}`.execute(tx);
  const rows = blueprint.map((row, place) => ({ ...row, place }));
  await sql`
    insert into questions.paper_row (paper_id, place, count, points, document_id, anchor, difficulty, tag)
    select ${paperId}, place, count, points, "documentId", anchor, difficulty, tag
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as c(place integer, count integer, points numeric,
      "documentId" bigint, anchor text, difficulty smallint, tag text)`.execute(tx);
}

export type CandidateRow = Candidate & { versionId: number; cites: { documentId: number; version: number; anchor: string }[] };

/** The newest approved version of every item in use of these bodies, by id of the item. */
export async function candidatesOf(db: Db, bodies: readonly number[], items: readonly number[] | null = null): Promise<CandidateRow[]> {
  const { rows } = await sql<CandidateRow>`
    select distinct on (i.id) i.id as "itemId", v.id as "versionId", v.difficulty, v.tags, coalesce((
      select json_agg(json_build_object('documentId', c.document_id, 'version', c.document_version, 'anchor', c.anchor))
      from questions.citation c where c.version_id = v.id), '[]') as cites
    from questions.item i join questions.version v on v.item_id = i.id and v.state = 'approved'
    where i.body_id = any(${[...bodies]}::int[]) and i.retired_at is null
      and (${items}::bigint[] is null or i.id = any(${items}::bigint[]))
    order by i.id, v.number desc`.execute(db);
  return rows;
}

/** These versions, in no order. */
export async function versionsById(db: Db, ids: readonly number[]): Promise<VersionRow[]> {
  const { rows } = await sql<VersionRow>`select ${versionColumns} ${versionFrom} where v.id = any(${[...ids]}::bigint[])`.execute(db);
  return rows;
}
