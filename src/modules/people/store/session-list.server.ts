/** Sessions as rows: opening, listing, ending. Who one belongs to is asked in `session.server.ts`. */
import { sql } from 'kysely';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Factor } from '../rules/factors.ts';

export type NewSession = {
  personId: string;
  token: string;
  factor: Factor;
  strong: boolean;
  device: string | null;
  shared: boolean;
  now: Instant;
  expiresAt: Instant;
};

/** To the hour; see the migration. */
const hour = (at: Instant): Instant => new Date(Math.floor(at.getTime() / 3_600_000) * 3_600_000);

export async function insertSession(db: Db, session: NewSession): Promise<void> {
  const { personId, token, factor, strong, device, shared, now, expiresAt } = session;
  await db
    .insertInto('people.session')
    .values({
      person_id: personId,
      token,
      factor,
      strong,
      device,
      shared,
      created_at: now,
      updated_at: now,
      proven_at: now,
      used_at: hour(now),
      expires_at: expiresAt,
    })
    .execute();
}

/** Notes that a session was used, at most once an hour: every other request writes nothing. */
export async function noteUse(db: Db, token: string, now: Instant): Promise<void> {
  await sql`update people.session set used_at = ${hour(now)}
    where token = ${token} and coalesce(used_at < ${hour(now)}, true)`.execute(db);
}

export type SessionRow = { id: string; device: string | null; shared: boolean; startedAt: Instant; usedAt: Instant; current: boolean };

/** Open sessions of a person, that of `token` first, then the one used last. */
export async function listSessions(db: Db, personId: string, token: string | undefined, now: Instant): Promise<SessionRow[]> {
  const { rows } = await sql<SessionRow>`
    select id, device, shared, created_at as "startedAt", coalesce(used_at, created_at) as "usedAt",
      token = ${token ?? ''} as current
    from people.session where person_id = ${personId} and expires_at > ${now}
    order by token = ${token ?? ''} desc, "usedAt" desc, created_at desc`.execute(db);
  return rows;
}

/** Ends one session of that person. @returns false when there is none */
export async function endSession(db: Db, personId: string, id: string): Promise<boolean> {
  const { rows } = await sql`delete from people.session where id = ${id} and person_id = ${personId} returning id`.execute(db);
  return rows.length === 1;
}

/** Ends all sessions of a person but that of `token`. @returns how many */
export async function endOtherSessions(db: Db, personId: string, token?: string): Promise<number> {
  const { rows } = await sql`
    delete from people.session where person_id = ${personId} and token <> ${token ?? ''} returning id`.execute(db);
  return rows.length;
}

/** @returns whether it was one on a shared device; undefined when there was none */
export async function endSessionOf(db: Db, token: string): Promise<{ shared: boolean } | undefined> {
  const { rows } = await sql<{ shared: boolean }>`
    delete from people.session where token = ${token} returning shared`.execute(db);
  return rows[0];
}
