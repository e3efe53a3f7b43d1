/** What a person proves with who they are, beside what the sign-in library keeps. */
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
