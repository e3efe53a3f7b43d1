/** What people sign in with. */
import { sql } from 'kysely';
import type { Db } from '#platform/database/client.ts';
import { identifierKey } from '#platform/text/identifier.ts';
import type { IdentifierKind } from '../rules/identifier.ts';

export type Account = { personId: string; hash: string };

/** The open account with a password behind a key of `identifierKey`. @param sampleToo whether invented people may sign in */
export async function accountOf(db: Db, key: string, sampleToo: boolean): Promise<Account | undefined> {
  const { rows } = await sql<Account>`
    select p.id as "personId", c.password_hash as hash
    from people.identifier i
    join people.person p on p.id = i.person_id
    join people.credential c on c.person_id = p.id and c.provider = 'credential' and c.password_hash is not null
    where i.key = ${key} and p.closed_at is null and (${sampleToo} or not p.sample)`.execute(db);
  return rows[0];
}

/** The same for somebody whom this device remembers. */
export async function accountOfPerson(db: Db, personId: string, sampleToo: boolean): Promise<Account | undefined> {
  const { rows } = await sql<Account>`
    select p.id as "personId", c.password_hash as hash
    from people.person p
    join people.credential c on c.person_id = p.id and c.provider = 'credential' and c.password_hash is not null
    where p.id = ${personId} and p.closed_at is null and (${sampleToo} or not p.sample)`.execute(db);
  return rows[0];
}

export type Identifiers = Partial<Record<IdentifierKind, string | null | undefined>>;

/**
 * Gives a person what they sign in with, beside what they have of other kinds. What belongs to another open account
 * stays there; what a closed one had is taken over.
 * @returns the kinds that somebody else has
 */
export async function giveIdentifiers(tx: Db, personId: string, given: Identifiers): Promise<IdentifierKind[]> {
  const taken: IdentifierKind[] = [];
  for (const [kind, shown] of Object.entries(given) as [IdentifierKind, string | null | undefined][]) {
    if (shown && !(await giveIdentifier(tx, personId, kind, shown))) taken.push(kind);
  }
  return taken;
}

async function giveIdentifier(tx: Db, personId: string, kind: IdentifierKind, shown: string): Promise<boolean> {
  const key = identifierKey(shown);
  const { rows: others } = await sql`
    select from people.identifier i join people.person p on p.id = i.person_id
    where i.key = ${key} and i.person_id <> ${personId} and p.closed_at is null`.execute(tx);
  if (others.length > 0) return false;
  await sql`delete from people.identifier where person_id = ${personId} and kind = ${kind} and key <> ${key}`.execute(tx);
  const { rows } = await sql`
    insert into people.identifier as i (key, person_id, kind, shown) values (${key}, ${personId}, ${kind}, ${shown})
    on conflict (key) do update set person_id = excluded.person_id, kind = excluded.kind, shown = excluded.shown
      where i.person_id = excluded.person_id and i.kind = excluded.kind
        or exists (select from people.person p where p.id = i.person_id and p.closed_at is not null)
    returning key`.execute(tx);
  return rows.length === 1;
}

/** The person no longer signs in with it. */
export async function dropIdentifier(tx: Db, personId: string, kind: IdentifierKind): Promise<void> {
  await tx.deleteFrom('people.identifier').where('person_id', '=', personId).where('kind', '=', kind).execute();
}

/** Everything the person can type to sign in, as they write it. */
export async function identifiersOf(db: Db, personId: string): Promise<Identifiers> {
  const rows = await db.selectFrom('people.identifier').select(['kind', 'shown']).where('person_id', '=', personId).execute();
  return Object.fromEntries(rows.map(({ kind, shown }) => [kind, shown]));
}
