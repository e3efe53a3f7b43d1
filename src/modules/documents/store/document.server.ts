/** Documents of the library and what lists show of them. */
import { sql, type RawBuilder } from 'kysely';
import type { Day, Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Kind, VersionState } from '../rules/document.ts';

export type DocumentRow = {
  id: number;
  symbol: string;
  kind: Kind;
  issuer: string;
  issuedOn: Day;
  title: string;
  bodyId: number;
  sample: boolean;
  withdrawnAt: Instant | null;
  withdrawnReason: string | null;
};

const columns = sql`d.id, d.symbol, d.kind, d.issuer, d.issued_on as "issuedOn", d.title, d.body_id as "bodyId", d.sample,
  d.withdrawn_at as "withdrawnAt", d.withdrawn_reason as "withdrawnReason"`;

export async function findDocument(db: Db, id: number): Promise<DocumentRow | undefined> {
  const { rows } = await sql<DocumentRow>`select ${columns} from documents.document d where d.id = ${id}`.execute(db);
  return rows[0];
}

/** Inside a transaction that will change it. */
export async function lockDocument(tx: Db, id: number): Promise<DocumentRow | undefined> {
  const { rows } = await sql<DocumentRow>`
    select ${columns} from documents.document d where d.id = ${id} for update`.execute(tx);
  return rows[0];
}

export type DocumentWrite = Omit<DocumentRow, 'id' | 'withdrawnAt' | 'withdrawnReason'> & { symbolKey: string };

/** @returns undefined when there is one with this symbol and day */
export async function insertDocument(
  tx: Db,
  write: DocumentWrite,
  { by, now }: { by: string | null; now: Instant },
): Promise<number | undefined> {
  const { symbol, symbolKey, kind, issuer, issuedOn, title, bodyId, sample } = write;
  const { rows } = await sql<{ id: number }>`
    insert into documents.document
      (symbol, symbol_key, kind, issuer, issued_on, title, body_id, sample, created_at, created_by)
    values (${symbol}, ${symbolKey}, ${kind}, ${issuer}, ${issuedOn}, ${title}, ${bodyId}, ${sample}, ${now}, ${by})
    on conflict (symbol_key, issued_on) where symbol_key <> '' do nothing
    returning id`.execute(tx);
  return rows[0]?.id;
}

/** @returns false when another one has this symbol and day */
export async function updateDocument(tx: Db, id: number, write: Omit<DocumentWrite, 'sample'>): Promise<boolean> {
  const { symbol, symbolKey, kind, issuer, issuedOn, title, bodyId } = write;
  const { rows } = await sql`
    update documents.document d set symbol = ${symbol}, symbol_key = ${symbolKey}, kind = ${kind}, issuer = ${issuer},
      issued_on = ${issuedOn}, title = ${title}, body_id = ${bodyId}
    where id = ${id} and (${symbolKey} = '' or not exists (
      select from documents.document o where o.symbol_key = ${symbolKey} and o.issued_on = ${issuedOn} and o.id <> ${id}))
    returning id`.execute(tx);
  return rows.length === 1;
}

export async function markWithdrawn(tx: Db, id: number, reason: string, now: Instant): Promise<void> {
  await sql`
    update documents.document set withdrawn_at = ${now}, withdrawn_reason = ${reason} where id = ${id}`.execute(tx);
}

export type Listed = DocumentRow & { versions: number; state: VersionState | null; inForceFrom: Day | null };

export type DocumentFilter = {
  /** Folded words of title or issuer, each at the beginning of a word. */
  words: readonly string[];
  /** Key of a symbol that was asked for instead of words. */
  symbolKey?: string | undefined;
  kind: Kind | null;
  /** Only what anybody may read; else everything of these bodies. */
  bodies: readonly number[] | 'published';
  limit: number;
  offset: number;
};

function matching({ words, symbolKey, kind, bodies }: DocumentFilter): RawBuilder<unknown> {
  const conditions = words.map((word) => sql`position(${` ${word}`} in ' ' || d.search_key) > 0`);
  if (symbolKey) conditions.push(sql`d.symbol_key like ${`${symbolKey.replace(/[\\%_]/g, '\\$&')}%`}`);
  if (kind) conditions.push(sql`d.kind = ${kind}`);
  if (bodies === 'published') {
    conditions.push(sql`d.withdrawn_at is null
      and exists (select from documents.version v where v.document_id = d.id and v.state = 'published')`);
  } else conditions.push(sql`d.body_id = any(${[...bodies]}::int[])`);
  return sql`from documents.document d where ${sql.join([sql`true`, ...conditions], sql` and `)}`;
}

/** Newest first. `versions` counts published ones; `state` is that of the open version, if there is one. */
export async function listDocuments(db: Db, filter: DocumentFilter): Promise<Listed[]> {
  const { rows } = await sql<Listed>`
    select ${columns},
      (select count(*)::int from documents.version v where v.document_id = d.id and v.state = 'published') as versions,
      (select v.state from documents.version v where v.document_id = d.id and v.state <> 'published') as state,
      (select v.in_force_from from documents.version v where v.document_id = d.id and v.state = 'published'
        order by v.number desc limit 1) as "inForceFrom"
    ${matching(filter)}
    order by d.issued_on desc, d.id desc limit ${sql.lit(filter.limit)} offset ${sql.lit(filter.offset)}`.execute(db);
  return rows;
}

export async function countDocuments(db: Db, filter: DocumentFilter): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count ${matching(filter)}`.execute(db);
  return rows[0]?.count ?? 0;
}

/** Kinds of what anybody may read, with how many of each. */
export async function countKinds(db: Db): Promise<{ kind: Kind; count: number }[]> {
  const { rows } = await sql<{ kind: Kind; count: number }>`
    select d.kind, count(*)::int as count from documents.document d
    where d.withdrawn_at is null
      and exists (select from documents.version v where v.document_id = d.id and v.state = 'published')
    group by d.kind`.execute(db);
  return rows;
}
