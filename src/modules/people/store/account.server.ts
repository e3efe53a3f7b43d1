/** Accounts as administrators keep them. */
import { sql, type RawBuilder } from 'kysely';
import { dayOf, type Day, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { AccountState, CloseReason } from '../rules/accounts.ts';

export type AccountRow = {
  id: string;
  name: string;
  signInName: string | null;
  email: string | null;
  /** The body that asked for the account. */
  bodyId: number | null;
  /** Where the person has a role that is not over. */
  roleBodies: number[];
  createdAt: Instant;
  closedAt: Instant | null;
  closedReason: CloseReason | null;
  canSignIn: boolean;
  sample: boolean;
};

/** There is something to sign in with: a password, a passkey, an identity provider. */
const CAN_SIGN_IN = sql<boolean>`(
  exists (select from people.credential c where c.person_id = p.id)
  or exists (select from people.passkey k where k.person_id = p.id))`;

const columns = sql`p.id, p.full_name as name, p.sign_in_name as "signInName", p.email, p.body_id as "bodyId",
  p.created_at as "createdAt", p.closed_at as "closedAt", p.closed_reason as "closedReason", p.sample,
  ${CAN_SIGN_IN} as "canSignIn",
  array(select distinct g.body_id from people.role_grant g where g.person_id = p.id and g.revoked_at is null
    and (g.valid_to is null or g.valid_to >= current_date - 1)) as "roleBodies"`;

export async function findAccount(db: Db, id: string, lock = false): Promise<AccountRow | undefined> {
  const { rows } = await sql<AccountRow>`
    select ${columns} from people.person p where p.id = ${id} ${lock ? sql`for update` : sql``}`.execute(db);
  return rows[0];
}

/** Bodies that an account belongs to: the one that asked for it, those with a role at any time; `current` without the past. */
export async function bodiesOfAccount(db: Db, id: string, today: Day): Promise<{ all: number[]; current: number[] }> {
  const { rows } = await sql<{ body: number; current: boolean }>`
    select body_id as body, false as current from people.person where id = ${id} and body_id is not null
    union
    select body_id, revoked_at is null and (valid_to is null or valid_to >= ${today}::date)
    from people.role_grant where person_id = ${id}`.execute(db);
  const once = (some: typeof rows) => [...new Set(some.map(({ body }) => body))];
  return { all: once(rows), current: once(rows.filter(({ current }) => current)) };
}

export type AccountFilter = {
  /** Bodies whose accounts may be seen; null: all. */
  bodies: readonly number[] | null;
  /** Each begins a word of the name or of the sign-in name; folded. */
  words: readonly string[];
  state?: AccountState | undefined;
};

/** Whoever is known by name only cannot sign in, and never could. */
const HAS_ACCOUNT = sql`exists (select from people.identifier i where i.person_id = p.id)`;

/** With a role at any time in one of the bodies, or made for one of them. */
const belongsTo = (bodies: readonly number[]): RawBuilder<unknown> => sql`(
  p.body_id = any(${[...bodies]}::int[])
  or exists (select from people.role_grant g where g.person_id = p.id and g.body_id = any(${[...bodies]}::int[])))`;

/** With a role at any time in one of the bodies: not the members of a branch, whose list is not everybody's to read. */
const workedIn = (bodies: readonly number[]): RawBuilder<unknown> => sql`
  exists (select from people.role_grant g where g.person_id = p.id and g.body_id = any(${[...bodies]}::int[]))`;

/** Whose names may be found: of all accounts of the bodies, or of those who have or had a role there. */
export type Among = 'accounts' | 'officials';

const escaped = (word: string): string => word.replace(/[\\%_]/g, '\\$&');

function matching({ bodies, words, state }: AccountFilter): RawBuilder<unknown> {
  const conditions = [HAS_ACCOUNT];
  if (bodies) conditions.push(belongsTo(bodies));
  for (const word of words) conditions.push(sql`p.search_key like ${`% ${escaped(word)}%`}`);
  if (state === 'closed') conditions.push(sql`p.closed_at is not null`);
  else if (state) conditions.push(sql`p.closed_at is null and ${CAN_SIGN_IN} = ${state === 'active'}`);
  return sql.join(conditions, sql` and `);
}

/** By given name, as people here are listed: the last word first. */
export async function listAccounts(
  db: Db,
  { limit, offset, ...filter }: AccountFilter & { limit: number; offset: number },
): Promise<AccountRow[]> {
  const { rows } = await sql<AccountRow>`
    select ${columns} from people.person p where ${matching(filter)}
    order by substring(platform.fold(p.full_name) from '[^ ]+$'), platform.fold(p.full_name), p.id
    limit ${sql.lit(limit)} offset ${sql.lit(offset)}`.execute(db);
  return rows;
}

export async function countAccounts(db: Db, filter: AccountFilter): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from people.person p where ${matching(filter)}`.execute(db);
  return Number(rows[0]?.count);
}

export type Found = { id: string; name: string; signInName: string | null };

/** `stranger`: found by what they sign in with alone; the name would not have been enough. */
export type Sought = Found & { stranger: boolean };

/**
 * Open accounts by name within some bodies (`null`: all), and by what they sign in with anywhere: who knows that
 * knows the person. @param query.exact a key of `rules/identifier.ts`
 */
export async function searchPersons(
  db: Db,
  query: { bodies: readonly number[] | null; among: Among; words: readonly string[]; exact: string; limit: number },
): Promise<Sought[]> {
  const { bodies, among, words, exact, limit } = query;
  const named = words.map((word) => sql`p.search_key like ${`% ${escaped(word)}%`}`);
  const near = bodies === null ? sql`true` : (among === 'officials' ? workedIn : belongsTo)(bodies);
  const isExactly = sql`exists (select from people.identifier i where i.person_id = p.id and i.key = ${exact})`;
  const isNear = sql`(${words.length > 0} and ${HAS_ACCOUNT} and ${sql.join([near, ...named], sql` and `)})`;
  const { rows } = await sql<Sought>`
    select p.id, p.full_name as name, p.sign_in_name as "signInName", not ${isNear} as stranger from people.person p
    where p.closed_at is null and (${isExactly} or ${isNear})
    order by ${isExactly} desc, substring(platform.fold(p.full_name) from '[^ ]+$'), platform.fold(p.full_name), p.id
    limit ${sql.lit(limit)}`.execute(db);
  return rows;
}

export async function markClosed(
  tx: Db,
  { id, by, reason, now }: { id: string; by: string | null; reason: CloseReason; now: Instant },
): Promise<void> {
  await tx
    .updateTable('people.person')
    .set({ closed_at: now, closed_by: by, closed_reason: reason, updated_at: now })
    .where('id', '=', id)
    .execute();
  await tx.deleteFrom('people.session').where('person_id', '=', id).execute();
  await tx
    .updateTable('people.activation')
    .set({ voided_at: now })
    .where('person_id', '=', id)
    .where('used_at', 'is', null)
    .where('voided_at', 'is', null)
    .execute();
}

/** Grants that are in force or to come, taken away at once. @returns their ids */
export async function revokeAll(tx: Db, personId: string, by: string | null, now: Instant): Promise<number[]> {
  const today = dayOf(now);
  const rows = await tx
    .updateTable('people.role_grant')
    .set({ revoked_at: now, revoked_by: by })
    .where('person_id', '=', personId)
    .where('revoked_at', 'is', null)
    .where((each) => each.or([each('valid_to', 'is', null), each('valid_to', '>=', today)]))
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}

export async function markReopened(tx: Db, id: string, now: Instant): Promise<void> {
  await tx
    .updateTable('people.person')
    .set({ closed_at: null, closed_by: null, closed_reason: null, updated_at: now })
    .where('id', '=', id)
    .execute();
}

/** Which body asked for the account, and who made it. */
export async function setHome(tx: Db, id: string, { bodyId, by }: { bodyId: number; by: string }): Promise<void> {
  await tx.updateTable('people.person').set({ body_id: bodyId, created_by: by }).where('id', '=', id).execute();
}
