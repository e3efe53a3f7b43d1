/** Roles that were given and taken away. */
import { sql } from 'kysely';
import type { Day, Instant } from '#platform/clock.ts';
import { dayOf } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Grant, Role } from '../rules/roles.ts';

export type GrantRow = Grant & {
  personId: string;
  validFrom: Day;
  validTo?: Day | undefined;
  grantedBy: string | null;
};

/**
 * @returns the id of the grant, or undefined when the same role in the same body already covers one of its
 * days
 */
export async function insertGrant(db: Db, grant: GrantRow, now: Instant): Promise<number | undefined> {
  const row = await db
    .insertInto('people.role_grant')
    .values({
      person_id: grant.personId,
      role: grant.role,
      body_id: grant.bodyId,
      valid_from: grant.validFrom,
      valid_to: grant.validTo ?? null,
      granted_by: grant.grantedBy,
      granted_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id;
}

/** @returns false when it was already revoked */
export async function markRevoked(
  db: Db,
  grantId: number,
  by: string | null,
  now: Instant,
): Promise<boolean> {
  const result = await db
    .updateTable('people.role_grant')
    .set({ revoked_at: now, revoked_by: by })
    .where('id', '=', grantId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return Number(result.numUpdatedRows) === 1;
}

export type Holder = {
  personId: string;
  name: string;
  email: string | null;
  bodyId: number;
  /** Whose role it is, when the person stands in for somebody. */
  onBehalfOf: string | null;
  onBehalfOfId: string | null;
};

/**
 * Who holds the role now in one of these bodies, delegates included. Somebody who is away is left out while somebody
 * who is there holds the same grant. Give a body and everything above it, nearest first, and the nearest holders come
 * first; within a body by the order in which they were charged.
 */
export async function personsWithRole(
  db: Db,
  role: Role,
  bodyIds: readonly number[],
  now: Instant,
): Promise<Holder[]> {
  const day = dayOf(now);
  const bodies = [...bodyIds];
  const { rows } = await sql<Holder>`
    with held as (
      select p.id, p.full_name, p.email, c.body_id, c.grant_id, c.delegation_id, c.holder_name, c.holder_id,
        exists (
          select from people.absence a where a.person_id = p.id and a.ended_at is null
            and a.valid_from <= ${day}::date and a.valid_to >= ${day}::date
        ) as away
      from people.charge(${day}::date) c join people.person p on p.id = c.person_id
      where c.role = ${role} and c.body_id = any(${bodies}::int[]) and p.closed_at is null
    )
    select id as "personId", full_name as name, email, body_id as "bodyId", holder_name as "onBehalfOf", holder_id as "onBehalfOfId"
    from held
    where not away or not exists (select from held h where h.grant_id = held.grant_id and not h.away)
    order by array_position(${bodies}::int[], body_id), grant_id, delegation_id nulls first`.execute(db);
  return rows;
}
