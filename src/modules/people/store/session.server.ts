/** Sessions, and what whoever they belong to may do now. */
import { sql } from 'kysely';
import type { Day, Instant } from '#platform/clock.ts';
import { dayOf } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { InSession } from '../rules/factors.ts';
import type { Grant } from '../rules/roles.ts';

/** Own roles first; one that was handed on says whose it is. */
export const grantsToday = (day: Day) => sql<Grant[]>`coalesce((
  select json_agg(
    case when c.holder_id is null then json_build_object('role', c.role, 'bodyId', c.body_id)
    else json_build_object('role', c.role, 'bodyId', c.body_id,
      'onBehalfOf', json_build_object('personId', c.holder_id, 'name', c.holder_name)) end
    order by c.delegation_id nulls first, c.grant_id)
  from people.charge(${day}::date) c where c.person_id = p.id
), '[]')`;

export type SignedIn = { personId: string; name: string; grants: Grant[] };

/**
 * Who a session token belongs to and what they may do now: one query, so that a revoked role stops at once.
 */
export async function sessionPerson(db: Db, token: string, now: Instant): Promise<InSession | undefined> {
  const { rows } = await sql<InSession>`
    select p.id as "personId", p.full_name as name, s.proven_at as "provenAt", s.strong, s.shared, s.used_at as "usedAt",
      (exists (select from people.totp t where t.person_id = p.id)
        or exists (select from people.passkey k where k.person_id = p.id)) as "hasFactor",
      ${grantsToday(dayOf(now))} as grants
    from people.session s join people.person p on p.id = s.person_id
    where s.token = ${token} and s.expires_at > ${now} and p.closed_at is null`.execute(db);
  return rows[0];
}

/** Notes that the person of this session has just proved who they are. @param strong with a second factor */
export async function markProven(db: Db, token: string, { strong, now }: { strong: boolean; now: Instant }): Promise<void> {
  await sql`
    update people.session set proven_at = ${now}, strong = strong or ${strong} where token = ${token}`.execute(db);
}

/** Where no factor is left, none has been shown. */
export async function weakenSessions(db: Db, personId: string): Promise<void> {
  await db.updateTable('people.session').set({ strong: false }).where('person_id', '=', personId).execute();
}

export async function deleteExpiredSessions(db: Db, now: Instant): Promise<number> {
  const result = await db.deleteFrom('people.session').where('expires_at', '<', now).executeTakeFirst();
  return Number(result.numDeletedRows);
}
