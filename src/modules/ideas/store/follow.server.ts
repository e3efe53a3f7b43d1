/** Who follows what. Addresses are for sending: nobody reads them, so every statement is the house's own. */
import { sql } from 'kysely';
import type { Db } from '#platform/database/client.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import type { Language } from '#platform/words/translate.ts';

/** What is followed: one idea, or all of a field and/or a place; all three null means everything. */
export type Target = { ideaId: number | null; field: string | null; placeId: number | null };
export type NewFollow = Target & { email: string; language: Language; confirmHash: string; leaveHash: string; at: Date };
export type FollowRow = Target & { id: number; email: string; language: Language; confirmedAt: Date | null };

/** The secret of the link says whose wish it is. */
const LINK = 'ideas: a wish by its link';
const columns = sql`id, idea_id as "ideaId", field, place_id as "placeId", email, language,
  confirmed_at as "confirmedAt"`;

/**
 * Notes a wish to follow. An address that has not confirmed yet gets a new link (the older one dies); one that has is
 * left as it is. Hashes are hex. @returns the row as it then stands
 */
export async function putFollow(tx: Db, f: NewFollow): Promise<FollowRow> {
  const { rows } = await asSystem(tx, 'ideas: a wish to follow', (own) => sql<FollowRow>`
    insert into ideas.follow as f (idea_id, field, place_id, email, language, confirm_hash, leave_hash, created_at)
    values (${f.ideaId}, ${f.field}, ${f.placeId}, ${f.email}, ${f.language}, decode(${f.confirmHash}, 'hex'),
      decode(${f.leaveHash}, 'hex'), ${f.at})
    on conflict (email, coalesce(idea_id, 0), coalesce(field, ''), coalesce(place_id, 0)) do update set
      confirm_hash = case when f.confirmed_at is null then excluded.confirm_hash else f.confirm_hash end,
      created_at = case when f.confirmed_at is null then excluded.created_at else f.created_at end,
      language = excluded.language
    returning ${columns}`.execute(own));
  return rows[0] as FollowRow;
}

export async function findUnconfirmed(db: Db, confirmHash: string, since: Date): Promise<FollowRow | undefined> {
  const { rows } = await asSystem(db, LINK, (own) => sql<FollowRow>`
    select ${columns} from ideas.follow
    where confirm_hash = decode(${confirmHash}, 'hex') and created_at > ${since}`.execute(own));
  return rows[0];
}

/** @returns false when the link was used before, is too old or never was */
export async function markConfirmed(db: Db, confirmHash: string, since: Date, now: Date): Promise<boolean> {
  const { rows } = await asSystem(db, LINK, (own) => sql`
    update ideas.follow set confirmed_at = ${now}, confirm_hash = null
    where confirm_hash = decode(${confirmHash}, 'hex') and created_at > ${since}
    returning id`.execute(own));
  return rows.length > 0;
}

export async function findByLeave(db: Db, leaveHash: string): Promise<FollowRow | undefined> {
  const { rows } = await asSystem(db, LINK, (own) => sql<FollowRow>`
    select ${columns} from ideas.follow where leave_hash = decode(${leaveHash}, 'hex')`.execute(own));
  return rows[0];
}

/** The address is gone with the row. */
export async function deleteFollow(db: Db, leaveHash: string): Promise<void> {
  await asSystem(db, LINK, (own) => sql`
    delete from ideas.follow where leave_hash = decode(${leaveHash}, 'hex')`.execute(own));
}

/**
 * Confirmed followers of an idea, and with `wide` of its field and of the places around it: one row an address, the
 * closest wish first, in one query however many there are.
 */
export async function followersOf(
  db: Db,
  idea: { id: number; field: string; places: readonly number[] },
  wide: boolean,
): Promise<FollowRow[]> {
  const { rows } = await asSystem(db, 'ideas: whom to tell', (own) => sql<FollowRow>`
    select distinct on (email) ${columns} from ideas.follow
    where confirmed_at is not null and (
      idea_id = ${idea.id}
      or (${wide}::boolean and idea_id is null and (field is null or field = ${idea.field})
        and (place_id is null or place_id = any(${[...idea.places]}::int[])))
    )
    order by email, idea_id nulls last, field nulls last, place_id nulls last, id`.execute(own));
  return rows;
}
