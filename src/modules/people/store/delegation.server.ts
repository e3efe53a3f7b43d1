/** Roles handed on for a time, and who is away. */
import { sql } from 'kysely';
import { startOf, type Day, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Absence, DelegationReason, DelegationRecord } from '../rules/delegation.ts';

export type NewDelegation = {
  grantId: number;
  delegateId: string;
  bodyId: number;
  from: Day;
  to: Day;
  reason: DelegationReason;
};

/** @returns the id, or undefined when the same is handed to the same person on one of these days already */
export async function insertDelegation(tx: Db, given: NewDelegation, now: Instant): Promise<number | undefined> {
  const row = await tx
    .insertInto('people.delegation')
    .values({
      grant_id: given.grantId,
      delegate_id: given.delegateId,
      body_id: given.bodyId,
      valid_from: given.from,
      valid_to: given.to,
      reason: given.reason,
      made_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id;
}

const selection = sql`
  select d.id, d.grant_id as "grantId", g.role, d.body_id as "bodyId", g.person_id as "holderId",
    holder.full_name as holder, holder.email as "holderEmail", d.delegate_id as "delegateId",
    delegate.full_name as delegate, delegate.email as "delegateEmail", d.valid_from as "from",
    least(d.valid_to, g.valid_to) as "to", d.reason, d.ended_at as "endedAt",
    g.revoked_at is not null or holder.closed_at is not null or delegate.closed_at is not null
      or (g.valid_to is not null and g.valid_to < d.valid_from) as "grantGone"
  from people.delegation d
  join people.role_grant g on g.id = d.grant_id
  join people.person holder on holder.id = g.person_id
  join people.person delegate on delegate.id = d.delegate_id`;

export async function findDelegation(db: Db, id: number, lock = false): Promise<DelegationRecord | undefined> {
  const { rows } = await sql<DelegationRecord>`
    ${selection} where d.id = ${id} ${lock ? sql`for update of d` : sql``}`.execute(db);
  return rows[0];
}

/** In these bodies, on that day, whatever happened later. */
const heldIn = ({ bodies, heldOn }: { bodies: readonly number[]; heldOn: Day }) => {
  const since = startOf(heldOn);
  return sql`(d.body_id = any(${[...bodies]}::int[]) or g.body_id = any(${[...bodies]}::int[]))
    and d.valid_from <= ${heldOn}::date and d.valid_to >= ${heldOn}::date and (d.ended_at is null or d.ended_at >= ${since})
    and g.valid_from <= ${heldOn}::date and (g.valid_to is null or g.valid_to >= ${heldOn}::date)
    and (g.revoked_at is null or g.revoked_at >= ${since}) and (holder.closed_at is null or holder.closed_at >= ${since})
    and (delegate.closed_at is null or delegate.closed_at >= ${since})`;
};

/** Newest first; `by` names whose: what somebody handed on, what was handed to them, or what came of grants. */
export async function listDelegations(
  db: Db,
  by: { holder: string } | { delegate: string } | { grants: readonly number[] }
    | { bodies: readonly number[]; day: Day } | { bodies: readonly number[]; heldOn: Day },
  limit = 100,
): Promise<DelegationRecord[]> {
  const where =
    'holder' in by
      ? sql`g.person_id = ${by.holder}`
      : 'delegate' in by
        ? sql`d.delegate_id = ${by.delegate}`
        : 'grants' in by
          ? sql`d.grant_id = any(${[...by.grants]}::bigint[])`
          : 'heldOn' in by
            ? heldIn(by)
            : sql`(d.body_id = any(${[...by.bodies]}::int[]) or g.body_id = any(${[...by.bodies]}::int[])) and d.ended_at is null and d.valid_to >= ${by.day}::date
              and g.revoked_at is null and holder.closed_at is null and delegate.closed_at is null
              and (g.valid_to is null or g.valid_to >= ${by.day}::date)`;
  const { rows } = await sql<DelegationRecord>`
    ${selection} where ${where} order by d.valid_from desc, d.id desc limit ${sql.lit(limit)}`.execute(db);
  return rows;
}

/** @returns false when it had ended already */
export async function markEnded(tx: Db, id: number, by: string | null, now: Instant): Promise<boolean> {
  const result = await tx
    .updateTable('people.delegation')
    .set({ ended_at: now, ended_by: by })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return Number(result.numUpdatedRows) === 1;
}

/** What was handed to somebody whose account is closed. */
export async function endDelegationsTo(tx: Db, personId: string, by: string | null, now: Instant): Promise<void> {
  await tx
    .updateTable('people.delegation')
    .set({ ended_at: now, ended_by: by })
    .where('delegate_id', '=', personId)
    .where('ended_at', 'is', null)
    .execute();
}

/** @returns false when the person is away on one of these days already */
export async function insertAbsence(tx: Db, personId: string, { from, to }: { from: Day; to: Day }, now: Instant): Promise<number | undefined> {
  const row = await tx
    .insertInto('people.absence')
    .values({ person_id: personId, valid_from: from, valid_to: to, made_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id;
}

/** Those that are not over. */
export async function listAbsences(db: Db, personId: string, today: Day): Promise<Absence[]> {
  const { rows } = await sql<Absence>`
    select id, valid_from as "from", valid_to as "to" from people.absence
    where person_id = ${personId} and ended_at is null and valid_to >= ${today}::date
    order by valid_from limit 50`.execute(db);
  return rows;
}

/** @returns false when there is none of this person, or it was taken back already */
export async function endAbsence(tx: Db, { id, personId }: { id: number; personId: string }, now: Instant): Promise<boolean> {
  const result = await tx
    .updateTable('people.absence')
    .set({ ended_at: now })
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return Number(result.numUpdatedRows) === 1;
}
