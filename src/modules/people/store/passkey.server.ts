/** Passkeys: public keys that a device or a key ring holds the other half of. */
import { sql } from 'kysely';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';

export type Passkey = { id: number; name: string; createdAt: Instant; lastUsedAt: Instant | null };
export type StoredPasskey = {
  id: number;
  personId: string;
  credentialId: string;
  publicKey: Buffer;
  counter: number;
  transports: string[];
};

export async function listPasskeys(db: Db, personId: string): Promise<Passkey[]> {
  return db
    .selectFrom('people.passkey')
    .select(['id', 'name', 'created_at as createdAt', 'last_used_at as lastUsedAt'])
    .where('person_id', '=', personId)
    .orderBy('id')
    .execute();
}

const stored = [
  'id', 'person_id as personId', 'credential_id as credentialId', 'public_key as publicKey', 'counter', 'transports',
] as const;

/** What a browser must not make a second key for. */
export async function passkeysOf(db: Db, personId: string): Promise<StoredPasskey[]> {
  return db.selectFrom('people.passkey').select(stored).where('person_id', '=', personId).execute();
}

/** The passkey of an open account. @param sampleToo whether invented people may sign in */
export async function findPasskey(db: Db, credentialId: string, sampleToo: boolean): Promise<StoredPasskey | undefined> {
  return db
    .selectFrom('people.passkey')
    .select(stored)
    .where('credential_id', '=', credentialId)
    .where(({ exists, selectFrom }) => {
      const person = selectFrom('people.person as p').whereRef('p.id', '=', 'people.passkey.person_id');
      const open = person.where('p.closed_at', 'is', null);
      return exists(sampleToo ? open.select('p.id') : open.where('p.sample', '=', false).select('p.id'));
    })
    .executeTakeFirst();
}

/** @returns false when the key is known already, or the person has `most` */
export async function insertPasskey(
  db: Db,
  passkey: Omit<StoredPasskey, 'id'> & { name: string },
  most: number,
  now: Instant,
): Promise<boolean> {
  const { personId, credentialId, publicKey, counter, transports, name } = passkey;
  const { rows } = await sql`
    insert into people.passkey (person_id, credential_id, public_key, counter, transports, name, created_at)
    select ${personId}, ${credentialId}, ${publicKey}, ${counter}, ${transports}::text[], ${name}, ${now}::timestamptz
    where (select count(*) from people.passkey where person_id = ${personId}) < ${most}
    on conflict (credential_id) do nothing returning id`.execute(db);
  return rows.length === 1;
}

/** @param counter as the authenticator reports it; always 0 for one that keeps none */
export async function notePasskeyUse(db: Db, id: number, counter: number, now: Instant): Promise<void> {
  await db.updateTable('people.passkey').set({ counter, last_used_at: now }).where('id', '=', id).execute();
}

/** @returns false when the person has no such passkey */
export async function renamePasskey(db: Db, personId: string, id: number, name: string): Promise<boolean> {
  const own = db.updateTable('people.passkey').set({ name }).where('id', '=', id).where('person_id', '=', personId);
  return Number((await own.executeTakeFirst()).numUpdatedRows) === 1;
}

/** @returns its name; undefined when the person has no such passkey */
export async function deletePasskey(db: Db, personId: string, id: number): Promise<string | undefined> {
  const own = db.deleteFrom('people.passkey').where('id', '=', id).where('person_id', '=', personId);
  return (await own.returning('name').executeTakeFirst())?.name;
}
