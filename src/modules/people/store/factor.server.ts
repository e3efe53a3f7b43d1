/** What a person proves with who they are, beside what the sign-in library keeps. */
import { sql } from 'kysely';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';

/** The hash of somebody's password; undefined for whoever has none. */
export async function passwordHashOf(db: Db, personId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('people.credential')
    .select('password_hash')
    .where('person_id', '=', personId)
    .where('provider', '=', 'credential')
    .executeTakeFirst();
  return row?.password_hash ?? undefined;
}

/** `sample`: an invented person, whose secret everybody can read. */
export type Factors = { name: string; email: string | null; sample: boolean; totp: boolean; passkeys: number; codes: number };

/** What an open account has; undefined for a closed one. */
export async function factorsOf(db: Db, personId: string): Promise<Factors | undefined> {
  const { rows } = await sql<Factors>`
    select p.full_name as name, p.email, p.sample,
      exists (select from people.totp t where t.person_id = p.id) as totp,
      (select count(*)::int from people.passkey k where k.person_id = p.id) as passkeys,
      (select count(*)::int from people.recovery_code c where c.person_id = p.id and c.used_at is null) as codes
    from people.person p where p.id = ${personId} and p.closed_at is null`.execute(db);
  return rows[0];
}

export async function totpSecretOf(db: Db, personId: string): Promise<Buffer | undefined> {
  const row = await db.selectFrom('people.totp').select('secret').where('person_id', '=', personId).executeTakeFirst();
  return row?.secret;
}

/** Of two requests with one code one gets true. What an invented person shows may be shown again. */
export async function useTotpStep(db: Db, personId: string, step: number): Promise<boolean> {
  const result = await sql`
    update people.totp t set last_step = greatest(last_step, ${step}) from people.person p
    where t.person_id = ${personId} and p.id = t.person_id and (t.last_step < ${step} or p.sample)`.execute(db);
  return Number(result.numAffectedRows) === 1;
}

export async function putTotp(db: Db, personId: string, { secret, step }: { secret: Buffer; step: number }, now: Instant): Promise<void> {
  const row = { secret, last_step: step, created_at: now };
  await db
    .insertInto('people.totp')
    .values({ person_id: personId, ...row })
    .onConflict((conflict) => conflict.column('person_id').doUpdateSet(row))
    .execute();
}

/** @returns false when there was none */
export async function deleteTotp(db: Db, personId: string): Promise<boolean> {
  const result = await db.deleteFrom('people.totp').where('person_id', '=', personId).executeTakeFirst();
  return Number(result.numDeletedRows) === 1;
}

/** New recovery codes in place of all old ones. */
export async function replaceRecoveryCodes(db: Db, personId: string, hashes: readonly Buffer[], now: Instant): Promise<void> {
  await db.deleteFrom('people.recovery_code').where('person_id', '=', personId).execute();
  if (hashes.length === 0) return;
  const rows = hashes.map((hash) => ({ person_id: personId, code_hash: hash, created_at: now }));
  await db.insertInto('people.recovery_code').values(rows).execute();
}

/** Of two requests with one code one gets true. */
export async function useRecoveryCode(db: Db, personId: string, hash: Buffer, now: Instant): Promise<boolean> {
  const result = await db
    .updateTable('people.recovery_code')
    .set({ used_at: now })
    .where('person_id', '=', personId)
    .where('code_hash', '=', hash)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return Number(result.numUpdatedRows) === 1;
}

/** Nothing but the password is left, and no session. */
export async function clearFactors(tx: Db, personId: string): Promise<void> {
  for (const table of ['people.totp', 'people.passkey', 'people.recovery_code', 'people.attempt', 'people.session'] as const)
    await tx.deleteFrom(table).where('person_id', '=', personId).execute();
  await tx.deleteFrom('people.credential').where('person_id', '=', personId).where('provider', '=', 'oidc').execute();
}
