/** What this schema holds about one person, and how it goes. */
import { sql } from 'kysely';
import type { Day, Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';

export type AccountRow = {
  name: string;
  signInName: string | null;
  email: string | null;
  emailConfirmed: boolean;
  bodyId: number | null;
  createdAt: Instant;
  closedAt: Instant | null;
};

export async function accountOfSubject(db: Db, personId: string): Promise<AccountRow | undefined> {
  const { rows } = await sql<AccountRow>`
    select full_name as name, sign_in_name as "signInName", email, email_confirmed as "emailConfirmed",
      body_id as "bodyId", created_at as "createdAt", closed_at as "closedAt"
    from people.person where id = ${personId}`.execute(db);
  return rows[0];
}

/** Addresses that are proven to be the person's, in small letters. */
export async function confirmedAddresses(db: Db, personId: string): Promise<string[]> {
  const { rows } = await sql<{ email: string }>`
    select email from people.person where id = ${personId} and email is not null and email_confirmed`.execute(db);
  return rows.map(({ email }) => email);
}

export async function identifiersOfSubject(db: Db, personId: string): Promise<{ kind: string; shown: string }[]> {
  const { rows } = await sql<{ kind: string; shown: string }>`
    select kind, shown from people.identifier where person_id = ${personId} order by kind`.execute(db);
  return rows;
}

export type SessionRow = { createdAt: Instant; usedAt: Instant | null; expiresAt: Instant; device: string | null; factor: string };

export async function sessionsOfSubject(db: Db, personId: string): Promise<SessionRow[]> {
  const { rows } = await sql<SessionRow>`
    select created_at as "createdAt", used_at as "usedAt", expires_at as "expiresAt", device, factor
    from people.session where person_id = ${personId} order by created_at`.execute(db);
  return rows;
}

export type FactorRow = { factor: string; name: string | null; createdAt: Instant; usedAt: Instant | null };

/** What the person proves with who they are; never a secret, a hash or a key. */
export async function factorsOfSubject(db: Db, personId: string): Promise<FactorRow[]> {
  const { rows } = await sql<FactorRow>`
    select case provider when 'credential' then 'password' else 'oidc' end as factor,
      case provider when 'credential' then null else provider end as name, created_at as "createdAt", null::timestamptz as "usedAt"
    from people.credential where person_id = ${personId}
    union all select 'totp', null, created_at, null from people.totp where person_id = ${personId}
    union all select 'recovery', null, created_at, used_at from people.recovery_code where person_id = ${personId}
    union all select 'passkey', name, created_at, last_used_at from people.passkey where person_id = ${personId}
    order by 3`.execute(db);
  return rows;
}

export type ChargeRow = { what: 'grant' | 'delegate' | 'absence'; role: string | null; bodyId: number | null; from: Day; until: Day | null; endedAt: Instant | null };

/** Roles held, roles that were handed to the person, and days of absence, of all times. */
export async function chargesOfSubject(db: Db, personId: string): Promise<ChargeRow[]> {
  const { rows } = await sql<ChargeRow>`
    select 'grant' as what, role, body_id as "bodyId", valid_from as "from", valid_to as until, revoked_at as "endedAt"
    from people.role_grant where person_id = ${personId}
    union all
    select 'delegate', g.role, d.body_id, d.valid_from, d.valid_to, d.ended_at
    from people.delegation d join people.role_grant g on g.id = d.grant_id where d.delegate_id = ${personId}
    union all
    select 'absence', null, null, valid_from, valid_to, ended_at from people.absence where person_id = ${personId}
    order by 4`.execute(db);
  return rows;
}

export type CodeRow = { what: string; address: string | null; at: Instant; expiresAt: Instant; usedAt: Instant | null };

/** Letters and links that opened the account or changed its password. */
export async function codesOfSubject(db: Db, personId: string): Promise<CodeRow[]> {
  const { rows } = await sql<CodeRow>`
    select channel as what, null as address, issued_at as at, expires_at as "expiresAt", used_at as "usedAt"
    from people.activation where person_id = ${personId}
    union all
    select purpose, address, issued_at, expires_at, used_at from people.mail_link where person_id = ${personId}
    order by 3`.execute(db);
  return rows;
}

/** Roles held, given or taken away: the acts that bear the person's name here. */
export async function countSignedHere(db: Db, personId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select ((select count(*) from people.role_grant where person_id = ${personId} or granted_by = ${personId} or revoked_by = ${personId})
      + (select count(*) from people.delegation where delegate_id = ${personId}))::int as count`.execute(db);
  return rows[0]?.count ?? 0;
}

/** Everything that lets somebody in, and what was sent for it. @returns rows by kind */
export async function deleteAccess(tx: Db, personId: string): Promise<Record<'sessions' | 'factors' | 'codes' | 'identifiers', number>> {
  const gone = async (statement: ReturnType<typeof sql>) => Number((await statement.execute(tx)).numAffectedRows ?? 0);
  const sessions = await gone(sql`delete from people.session where person_id = ${personId}`);
  const factors =
    (await gone(sql`delete from people.credential where person_id = ${personId}`)) +
    (await gone(sql`delete from people.totp where person_id = ${personId}`)) +
    (await gone(sql`delete from people.recovery_code where person_id = ${personId}`)) +
    (await gone(sql`delete from people.passkey where person_id = ${personId}`));
  const codes =
    (await gone(sql`delete from people.activation where person_id = ${personId}`)) +
    (await gone(sql`delete from people.mail_link where person_id = ${personId}`)) +
    (await gone(sql`delete from people.attempt where person_id = ${personId}`));
  const identifiers = await gone(sql`delete from people.identifier where person_id = ${personId}`);
  return { sessions, factors, codes, identifiers };
}

/** Roles end today; that they were held stays. @returns how many rows stay */
export async function endCharges(tx: Db, personId: string, now: Instant): Promise<number> {
  await sql`update people.role_grant set revoked_at = ${now} where person_id = ${personId} and revoked_at is null`.execute(tx);
  await sql`
    update people.delegation d set ended_at = ${now} from people.role_grant g
    where g.id = d.grant_id and d.ended_at is null and (d.delegate_id = ${personId} or g.person_id = ${personId})`.execute(tx);
  await sql`delete from people.absence where person_id = ${personId}`.execute(tx);
  return countSignedHere(tx, personId);
}

/** Closes and empties the account. @param name what stands in place of the name; undefined: the name stays */
export async function emptyAccount(tx: Db, personId: string, name: string | undefined, now: Instant): Promise<void> {
  await sql`
    update people.person set email = null, email_confirmed = false, sign_in_name = null, updated_at = ${now},
      full_name = coalesce(${name ?? null}, full_name), closed_at = coalesce(closed_at, ${now}),
      closed_reason = coalesce(closed_reason, 'other')
    where id = ${personId}`.execute(tx);
}

export async function renamePersons(
  tx: Db, named: readonly { personId: string; name: string }[], now: Instant,
): Promise<number> {
  const { numAffectedRows } = await sql`
    update people.person p set full_name = n.name, updated_at = ${now}
    from jsonb_to_recordset(${JSON.stringify(named)}::jsonb) as n("personId" uuid, name text)
    where p.id = n."personId" and p.full_name <> n.name`.execute(tx);
  return Number(numAffectedRows ?? 0);
}

/** What accounts are opened and recovered by, once it is of no more use. */
const oldCodes = {
  activation: (before: Instant) => sql`select id from people.activation where least(used_at, voided_at, expires_at) < ${before}`,
  mail_link: (before: Instant) => sql`select id from people.mail_link where least(used_at, expires_at) < ${before}`,
};

export async function countOldCodes(db: Db, before: Instant): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select ((select count(*) from (${oldCodes.activation(before)}) as a)
      + (select count(*) from (${oldCodes.mail_link(before)}) as l))::int as count`.execute(db);
  return rows[0]?.count ?? 0;
}

export async function deleteOldCodes(db: Db, before: Instant, limit: number): Promise<number> {
  const letters = await sql`
    delete from people.activation where id in (${oldCodes.activation(before)} limit ${sql.lit(limit)})`.execute(db);
  const done = Number(letters.numAffectedRows ?? 0);
  const links = await sql`
    delete from people.mail_link where id in (${oldCodes.mail_link(before)} limit ${sql.lit(limit - done)})`.execute(db);
  return done + Number(links.numAffectedRows ?? 0);
}

const oldSessions = (before: Instant) => sql`select id from people.session where expires_at < ${before}`;

export async function countOldSessions(db: Db, before: Instant): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (${oldSessions(before)}) as old`.execute(db);
  return rows[0]?.count ?? 0;
}

export async function deleteOldSessions(db: Db, before: Instant, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from people.session where id in (${oldSessions(before)} limit ${sql.lit(limit)})`.execute(db);
  return Number(numAffectedRows ?? 0);
}

/** Closed accounts that still hold more than the name. */
const closedAccounts = (before: Instant) => sql`
  select p.id from people.person p
  where p.closed_at < ${before} and (p.email is not null or p.sign_in_name is not null
    or exists (select from people.identifier i where i.person_id = p.id)
    or exists (select from people.credential c where c.person_id = p.id)
    or exists (select from people.passkey k where k.person_id = p.id))`;

export async function countClosedAccounts(db: Db, before: Instant): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (${closedAccounts(before)}) as old`.execute(db);
  return rows[0]?.count ?? 0;
}

export async function closedAccountIds(db: Db, before: Instant, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`${closedAccounts(before)} order by p.id limit ${sql.lit(limit)}`.execute(db);
  return rows.map(({ id }) => id);
}
