/** People who have been invited, and the codes that open their accounts. */
import { sql } from 'kysely';
import type { Day, Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Channel } from '../rules/activation.ts';
import { giveIdentifiers, type Identifiers } from './identifier.server.ts';

export type Invitation = {
  name: string;
  memberCode?: string | null | undefined;
  phone?: string | null | undefined;
  email?: string | null | undefined;
};

/** A person without anything to sign in with. A phone or an address that somebody else has stays theirs. */
export async function insertInvited(
  tx: Db,
  { name, memberCode, phone, email }: Invitation,
  { bodyId, by, now }: { bodyId: number; by: string | null; now: Instant },
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into people.person (full_name, body_id, created_by, created_at, updated_at)
    values (${name}, ${bodyId}, ${by}, ${now}, ${now}) returning id`.execute(tx);
  const id = rows[0]!.id;
  const taken = await giveIdentifiers(tx, id, { code: memberCode, phone, email });
  if (email && !taken.includes('email')) {
    await tx.updateTable('people.person').set({ email }).where('id', '=', id).execute();
  }
  return id;
}

/** Who may be sent a code: open accounts, with the bodies of the roles they hold today. */
export type Addressee = { personId: string; name: string; email: string | null; bodies: number[]; hasPassword: boolean };

export async function addressees(tx: Db, personIds: readonly string[], today: Day): Promise<Addressee[]> {
  const { rows } = await sql<Addressee>`
    select p.id as "personId", p.full_name as name, p.email,
      exists (select from people.credential c where c.person_id = p.id and c.password_hash is not null) as "hasPassword",
      coalesce((select json_agg(distinct g.body_id) from people.role_grant g
        where g.person_id = p.id and g.revoked_at is null and (g.valid_to is null or g.valid_to >= ${today})), '[]') as bodies
    from people.person p where p.id = any(${[...personIds]}::uuid[]) and p.closed_at is null
    order by array_position(${[...personIds]}::uuid[], p.id) for update`.execute(tx);
  return rows;
}

export type NewActivation = { personId: string; codeHash: Buffer };
export type Issue = { channel: Channel; bodyId: number; by: string | null; now: Instant; expiresAt: Instant };

/** One live code a person: what was there before is void. */
export async function insertActivations(tx: Db, activations: readonly NewActivation[], issue: Issue): Promise<void> {
  const persons = activations.map(({ personId }) => personId);
  const { channel, bodyId, by, now, expiresAt } = issue;
  await sql`
    update people.activation set voided_at = ${now}
    where person_id = any(${persons}::uuid[]) and used_at is null and voided_at is null`.execute(tx);
  await sql`
    insert into people.activation (person_id, code_hash, channel, body_id, issued_by, issued_at, expires_at)
    select *, ${channel}, ${bodyId}::int, ${by}::uuid, ${now}::timestamptz, ${expiresAt}::timestamptz
    from unnest(${persons}::uuid[], ${activations.map(({ codeHash }) => codeHash)}::bytea[])`.execute(tx);
}

export type LiveActivation = {
  id: number;
  personId: string;
  name: string;
  channel: Channel;
  bodyId: number;
  expiresAt: Instant;
  /** Who has forgotten the password, not who comes for the first time. */
  again: boolean;
  identifiers: Identifiers;
};

export async function liveActivation(db: Db, codeHash: Buffer, now: Instant): Promise<LiveActivation | undefined> {
  const { rows } = await sql<LiveActivation>`
    select a.id, a.person_id as "personId", p.full_name as name, a.channel, a.body_id as "bodyId",
      a.expires_at as "expiresAt",
      exists (select from people.credential c where c.person_id = p.id and c.password_hash is not null) as again,
      coalesce((select json_object_agg(i.kind, i.shown) from people.identifier i where i.person_id = p.id), '{}') as identifiers
    from people.activation a join people.person p on p.id = a.person_id
    where a.code_hash = ${codeHash} and a.used_at is null and a.voided_at is null and a.expires_at > ${now}
      and p.closed_at is null`.execute(db);
  return rows[0];
}

/** @returns false when it has been used, replaced or has expired meanwhile: of two requests one goes on */
export async function useActivation(tx: Db, id: number, now: Instant): Promise<boolean> {
  const { rows } = await sql`
    update people.activation set used_at = ${now}
    where id = ${id} and used_at is null and voided_at is null and expires_at > ${now} returning id`.execute(tx);
  return rows.length === 1;
}

/** Whatever opened an account before opens it no more. */
export async function voidActivations(tx: Db, personId: string, now: Instant): Promise<void> {
  await sql`update people.activation set voided_at = ${now}
    where person_id = ${personId} and used_at is null and voided_at is null`.execute(tx);
}

export async function confirmEmail(tx: Db, personId: string): Promise<void> {
  await tx.updateTable('people.person').set({ email_confirmed: true }).where('id', '=', personId)
    .where('email', 'is not', null).execute();
}

export type AccountStanding = {
  personId: string;
  /** There is something to sign in with. */
  active: boolean;
  closed: boolean;
  /** The newest code that still opens the account. */
  code: { channel: Channel; issuedAt: Instant; expiresAt: Instant } | null;
};

export async function standings(db: Db, personIds: readonly string[], now: Instant): Promise<Map<string, AccountStanding>> {
  const { rows } = await sql<Omit<AccountStanding, 'code'> & { channel: Channel | null; issuedAt: Instant; expiresAt: Instant }>`
    select p.id as "personId", p.closed_at is not null as closed, a.channel, a.issued_at as "issuedAt",
      a.expires_at as "expiresAt",
      exists (select from people.credential c where c.person_id = p.id) or
        exists (select from people.passkey k where k.person_id = p.id) as active
    from people.person p
    left join people.activation a on a.person_id = p.id and a.used_at is null and a.voided_at is null and a.expires_at > ${now}
    where p.id = any(${[...personIds]}::uuid[])`.execute(db);
  return new Map(
    rows.map(({ personId, active, closed, channel, issuedAt, expiresAt }) => [
      personId,
      { personId, active, closed, code: channel === null ? null : { channel, issuedAt, expiresAt } },
    ]),
  );
}
