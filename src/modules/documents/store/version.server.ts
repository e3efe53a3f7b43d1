/** Versions of documents and their clauses. */
import { sql } from 'kysely';
import type { Day, Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { VersionState } from '../rules/document.ts';
import type { Clause } from '../rules/outline.ts';

export type VersionRow = {
  id: number;
  documentId: number;
  number: number;
  inForceFrom: Day;
  basis: string;
  state: VersionState;
  writtenBy: string | null;
  writtenAt: Instant;
  reviewedBy: string | null;
  note: string | null;
  publishedAt: Instant | null;
};

const columns = sql`v.id, v.document_id as "documentId", v.number, v.in_force_from as "inForceFrom", v.basis, v.state,
  v.written_by as "writtenBy", v.written_at as "writtenAt", v.reviewed_by as "reviewedBy", v.note,
  v.published_at as "publishedAt"`;

/** All versions of a document, the newest first, without their texts. */
export async function versionsOf(db: Db, documentId: number): Promise<VersionRow[]> {
  const { rows } = await sql<VersionRow>`
    select ${columns} from documents.version v where v.document_id = ${documentId} order by v.number desc`.execute(db);
  return rows;
}

export async function textOf(db: Db, versionId: number): Promise<string> {
  const { rows } = await sql<{ text: string }>`select text from documents.version where id = ${versionId}`.execute(db);
  return rows[0]?.text ?? '';
}

export async function clausesOf(db: Db, versionId: number): Promise<Clause[]> {
  const { rows } = await sql<Clause>`
    select anchor, parent, kind, label, heading, text from documents.clause
    where version_id = ${versionId} order by position`.execute(db);
  return rows;
}

export type VersionWrite = { inForceFrom: Day; basis: string; text: string; clauses: readonly Clause[] };
type Author = { by: string | null; now: Instant };

export async function insertVersion(
  tx: Db, documentId: number, number: number, write: VersionWrite, { by, now }: Author,
): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into documents.version (document_id, number, in_force_from, basis, state, text, written_by, written_at)
    values (${documentId}, ${number}, ${write.inForceFrom}, ${write.basis}, 'draft', ${write.text}, ${by}, ${now})
    returning id`.execute(tx);
  const id = rows[0]!.id;
  await writeClauses(tx, id, write.clauses);
  return id;
}

export async function updateVersion(tx: Db, id: number, write: VersionWrite, { by, now }: Author): Promise<void> {
  await sql`
    update documents.version set in_force_from = ${write.inForceFrom}, basis = ${write.basis}, text = ${write.text},
      written_by = ${by}, written_at = ${now}
    where id = ${id}`.execute(tx);
  await sql`delete from documents.clause where version_id = ${id}`.execute(tx);
  await writeClauses(tx, id, write.clauses);
}

async function writeClauses(tx: Db, versionId: number, clauses: readonly Clause[]): Promise<void> {
  const rows = clauses.map((clause, position) => ({ ...clause, position }));
  await sql`
    insert into documents.clause (version_id, anchor, position, parent, kind, label, heading, text)
    select ${versionId}, anchor, position, parent, kind, label, heading, text
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as c(anchor text, position integer, parent text, kind text,
      label text, heading text, text text)`.execute(tx);
}

export async function setState(
  tx: Db,
  id: number,
  change: { state: VersionState; note?: string | null; reviewedBy?: string | null; publishedAt?: Instant | null },
): Promise<void> {
  const { state, note = null, reviewedBy = null, publishedAt = null } = change;
  await sql`
    update documents.version set state = ${state}, note = ${note}, reviewed_by = ${reviewedBy},
      published_at = ${publishedAt}
    where id = ${id}`.execute(tx);
}
