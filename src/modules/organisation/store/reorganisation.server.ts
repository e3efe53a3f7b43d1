/** Plans on their way, and those that took place. */
import { sql } from 'kysely';
import type { Day, Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Problem } from '#platform/result.ts';
import type { Step } from '../rules/plan.ts';
import type { ReorganisationRecord } from '../rules/record.ts';
import type { State } from '../rules/reorganisation.ts';

export type Reorganisation = {
  id: number;
  title: string;
  on: Day;
  basis: { text: string; symbol: string };
  steps: Step[];
  bodies: number[];
  state: State;
  version: number;
  proposedBy: string;
  proposedName: string;
  createdAt: Instant;
  submittedAt: Instant | null;
  confirmedBy: string | null;
  confirmedName: string | null;
  confirmedAt: Instant | null;
  closedName: string | null;
  closedAt: Instant | null;
  closedReason: string | null;
  returned: Problem[] | null;
  appliedAt: Instant | null;
  record: ReorganisationRecord | null;
  leaf: string | null;
};

const columns = sql`id, title, effective_on as "on",
  jsonb_build_object('text', basis_text, 'symbol', basis_symbol) as basis, steps, bodies, state, version,
  proposed_by as "proposedBy", proposed_name as "proposedName", created_at as "createdAt",
  submitted_at as "submittedAt", confirmed_by as "confirmedBy", confirmed_name as "confirmedName",
  confirmed_at as "confirmedAt", closed_name as "closedName", closed_at as "closedAt",
  closed_reason as "closedReason", returned, applied_at as "appliedAt", record, ledger_leaf as leaf`;

export async function findReorganisation(db: Db, id: number): Promise<Reorganisation | undefined> {
  const { rows } = await sql<Reorganisation>`
    select ${columns} from organisation.reorganisation where id = ${id}`.execute(db);
  return rows[0];
}

/** The same, so that nobody else changes it until the transaction ends. */
export async function lockReorganisation(tx: Db, id: number): Promise<Reorganisation | undefined> {
  const { rows } = await sql<Reorganisation>`
    select ${columns} from organisation.reorganisation where id = ${id} for update`.execute(tx);
  return rows[0];
}

export type Heading = Pick<Reorganisation, 'title' | 'on' | 'basis'>;
export type Author = { personId: string; name: string; now: Instant };

export async function insertReorganisation(db: Db, { title, on, basis }: Heading, by: Author): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into organisation.reorganisation
      (title, effective_on, basis_text, basis_symbol, proposed_by, proposed_name, created_at)
    values (${title}, ${on}, ${basis.text}, ${basis.symbol}, ${by.personId}, ${by.name}, ${by.now})
    returning id`.execute(db);
  return rows[0]!.id;
}

/** What a draft says now, and which bodies that concerns. */
export async function writeDraft(
  tx: Db,
  id: number,
  { title, on, basis, steps, bodies }: Heading & Pick<Reorganisation, 'steps' | 'bodies'>,
): Promise<void> {
  await sql`
    update organisation.reorganisation
    set title = ${title}, effective_on = ${on}, basis_text = ${basis.text}, basis_symbol = ${basis.symbol},
      steps = ${JSON.stringify(steps)}, bodies = ${bodies}::int[], version = version + 1
    where id = ${id}`.execute(tx);
}

/** What belongs to a draft was changed elsewhere. */
export async function raiseVersion(tx: Db, id: number): Promise<void> {
  await sql`update organisation.reorganisation set version = version + 1 where id = ${id}`.execute(tx);
}

export async function markSubmitted(tx: Db, id: number, by: Author): Promise<void> {
  await sql`
    update organisation.reorganisation
    set state = 'submitted', proposed_by = ${by.personId}, proposed_name = ${by.name}, submitted_at = ${by.now},
      returned = null, version = version + 1
    where id = ${id}`.execute(tx);
}

export async function markConfirmed(tx: Db, id: number, by: Author): Promise<void> {
  await sql`
    update organisation.reorganisation
    set state = 'confirmed', confirmed_by = ${by.personId}, confirmed_name = ${by.name}, confirmed_at = ${by.now},
      version = version + 1
    where id = ${id}`.execute(tx);
}

/** Taken back by its author, or (with the reasons) because it no longer fits: somebody confirms it anew. */
export async function markDraft(tx: Db, id: number, returned: readonly Problem[] | null): Promise<void> {
  await sql`
    update organisation.reorganisation
    set state = 'draft', confirmed_by = null, confirmed_name = null, confirmed_at = null, submitted_at = null,
      returned = ${returned === null ? null : JSON.stringify(returned)}::jsonb, version = version + 1
    where id = ${id}`.execute(tx);
}

export async function markClosed(tx: Db, id: number, state: 'refused' | 'cancelled', by: Author & { reason: string }): Promise<void> {
  await sql`
    update organisation.reorganisation
    set state = ${state}, closed_by = ${by.personId}, closed_name = ${by.name}, closed_at = ${by.now},
      closed_reason = ${by.reason}, version = version + 1
    where id = ${id}`.execute(tx);
}

export async function markApplied(
  tx: Db,
  id: number,
  { record, leaf, now }: { record: ReorganisationRecord; leaf: string; now: Instant },
): Promise<void> {
  await sql`
    update organisation.reorganisation
    set state = 'applied', applied_at = ${now}, record = ${JSON.stringify(record)}, ledger_leaf = ${leaf},
      version = version + 1
    where id = ${id}`.execute(tx);
}

export async function recordsOf(db: Db, ids: readonly number[]): Promise<Map<number, ReorganisationRecord>> {
  const { rows } = await sql<{ id: number; record: ReorganisationRecord }>`
    select id, record from organisation.reorganisation where id = any(${[...ids]}::bigint[]) and record is not null`
    .execute(db);
  return new Map(rows.map(({ id, record }) => [id, record]));
}

/** Confirmed ones whose day has come, the earliest first. */
export async function dueReorganisations(db: Db, today: Day): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from organisation.reorganisation where state = 'confirmed' and effective_on <= ${today}
    order by effective_on, id`.execute(db);
  return rows.map(({ id }) => id);
}

export type ReorganisationItem = Pick<Reorganisation, 'id' | 'title' | 'on' | 'state' | 'proposedName' | 'confirmedName'>;
/** `roots`: the bodies that the reader administers; a plan is theirs when they reach all that it concerns. */
export type ListFilter = { roots: readonly number[]; personId: string; today: Day; limit: number; offset: number };

const visible = ({ roots, personId, today }: ListFilter) => sql`
  from organisation.reorganisation where (proposed_by = ${personId} and state = 'draft') or (
    bodies <> '{}' and bodies <@ array(
      select body_id from organisation.reach where ancestor_id = any(${[...roots]}::int[]) and valid @> ${today}::date)
  )`;

/** What is open first, then by day, the latest first. */
export async function listReorganisations(
  db: Db,
  filter: ListFilter,
): Promise<{ items: ReorganisationItem[]; total: number }> {
  const { rows } = await sql<ReorganisationItem>`
    select id, title, effective_on as "on", state, proposed_name as "proposedName", confirmed_name as "confirmedName"
    ${visible(filter)}
    order by state not in ('draft', 'submitted', 'confirmed'), effective_on desc, id desc
    limit ${filter.limit} offset ${filter.offset}`.execute(db);
  const counted = await sql<{ count: number }>`select count(*)::int as count ${visible(filter)}`.execute(db);
  return { items: rows, total: counted.rows[0]!.count };
}
