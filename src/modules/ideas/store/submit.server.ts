import { sql, type RawBuilder } from 'kysely';
import type { Db } from '#platform/database/client.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import type { Consents, Contact } from '../rules/submission.ts';

export type NewIdea = {
  /** One of `reserveIds`. */
  id: number;
  title: string;
  body: string;
  field: string;
  placeId: number | null;
  placeOn: string | null;
  language: string;
  channel: 'web' | 'api' | 'assisted' | 'sample';
  receptionBody: number;
  receivedAt: string;
  admissibleDue: string;
  calendarVersion: number;
  /** Hex of SHA-256. */
  codeHash: string;
  idempotencyHash: string;
  ledgerLeaf: string;
};
export type Inserted = { id: number; codeHash: string };

/**
 * Numbers for ideas that are about to be inserted: the ledger's leaf names the number, and the row names the leaf. A
 * sending whose idempotency hash (hex) is known gets none. @returns number by hash
 */
export async function reserveIds(db: Db, hashes: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ hash: string; id: number }>`
    select hash, nextval('ideas.idea_id_seq') as id from unnest(${[...hashes]}::text[]) as hash
    where not exists (select from ideas.idea where idempotency_hash = decode(hash, 'hex'))`.execute(db);
  return new Map(rows.map(({ hash, id }) => [hash, id]));
}

/** What `insertIdeas` has inserted, for those who add their rows in the same statement. */
export const insertedLeaves = sql`select ledger_leaf from inserted`;
export const insertedEvent = sql`
  select jsonb_build_object('ids', jsonb_agg(id order by id)) from inserted having count(*) > 0`;

/**
 * Inserts ideas, each with the first row of its timeline, and what others add (`also`: members of the `with` list), in
 * one statement of constant text, however many: outside of a transaction it is one, in one round trip. An idea whose
 * idempotency key is known is left out; look it up with `findByIdempotency`. @returns the ids that were inserted
 */
export async function insertIdeas(
  db: Db,
  ideas: readonly NewIdea[],
  also: readonly RawBuilder<unknown>[],
): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    with inserted as (
      insert into ideas.idea (id, title, body, original_title, original_body, field, place_id, place_on, language,
        channel, reception_body, received_at, admissible_due, calendar_version, code_hash, idempotency_hash, ledger_leaf)
      overriding system value
      select id, title, body, title, body, field, "placeId", "placeOn", language, channel, "receptionBody", "receivedAt",
        "admissibleDue", "calendarVersion", decode("codeHash", 'hex'), decode("idempotencyHash", 'hex'),
        decode("ledgerLeaf", 'hex')
      from jsonb_to_recordset(${JSON.stringify(ideas)}::jsonb) as row (id bigint, title text, body text, field text,
        "placeId" int, "placeOn" date, language text, channel text, "receptionBody" int, "receivedAt" timestamptz,
        "admissibleDue" date, "calendarVersion" int, "codeHash" text, "idempotencyHash" text, "ledgerLeaf" text)
      on conflict (idempotency_hash) do nothing
      returning id, received_at, ledger_leaf
    ), stepped as (
      insert into ideas.step (idea_id, at, kind, to_state, by_author, ledger_leaf)
      select id, received_at, 'receive', 'received', true, ledger_leaf from inserted
    ), ${sql.join(also)}
    select id from inserted`.execute(db);
  return rows.map((row) => row.id);
}

/** The idea that an idempotency key has made, with the hash of its code: both must fit for a replay. */
export async function findByIdempotency(db: Db, idempotencyHash: string): Promise<Inserted | undefined> {
  const { rows } = await sql<Inserted>`
    select id, encode(code_hash, 'hex') as "codeHash" from ideas.idea
    where idempotency_hash = decode(${idempotencyHash}, 'hex')`.execute(db);
  return rows[0];
}

export type NewStep = {
  ideaId: number;
  at: string;
  kind: string;
  fromState: string | null;
  toState: string;
  bodyId?: number | null;
  personId?: string | null;
  byAuthor?: boolean;
  reason?: string | null;
  text?: string | null;
  public?: boolean;
  data?: Record<string, unknown>;
  ledgerLeaf?: string | null;
};

/** Adds rows to timelines. */
export async function insertSteps(tx: Db, steps: readonly NewStep[]): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    insert into ideas.step (idea_id, at, kind, from_state, to_state, body_id, person_id, by_author, reason, text, public,
      data, ledger_leaf)
    select "ideaId", at, kind, "fromState", "toState", "bodyId", "personId", coalesce("byAuthor", false), reason, text,
      coalesce(public, true), coalesce(data, '{}'), decode("ledgerLeaf", 'hex')
    from jsonb_to_recordset(${JSON.stringify(steps)}::jsonb) as row ("ideaId" bigint, at timestamptz, kind text,
      "fromState" text, "toState" text, "bodyId" int, "personId" text, "byAuthor" boolean, reason text, text text,
      public boolean, data jsonb, "ledgerLeaf" text)
    returning id`.execute(tx);
  return rows.map((row) => row.id);
}

export async function insertAuthor(
  tx: Db,
  ideaId: number,
  contact: Contact,
  consents: Consents,
  textVersion: number,
  now: Date,
): Promise<void> {
  if (!contact.name && !contact.email && !contact.phone) return;
  const consent = { at: now.toISOString(), text: textVersion };
  const given = {
    ...(consents.contact ? { contact: consent } : {}),
    ...(consents.name ? { name: consent } : {}),
  };
  await asSystem(tx, 'ideas: the contact of a new idea', (own) => sql`
    insert into ideas.author (idea_id, name, email, phone, consents)
    values (${ideaId}, ${contact.name}, ${contact.email}, ${contact.phone}, ${JSON.stringify(given)})`.execute(own));
}

export async function fieldCodes(db: Db): Promise<string[]> {
  const { rows } = await sql<{ code: string }>`
    select code from ideas.field where not archived order by position`.execute(db);
  return rows.map((row) => row.code);
}
