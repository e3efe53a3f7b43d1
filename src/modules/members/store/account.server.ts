/** Which members have an account: the lists beside what the people module publishes of accounts. */
import { sql, type RawBuilder } from 'kysely';
import type { Day, Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';

/** Members who belong to one of these bodies on that day, with what their accounts stand at now. */
export type Among = { bodies: readonly number[]; day: Day; now: Instant };

/** What a letter may be made for: nothing to sign in with, and no code that still opens the account. */
const from = ({ bodies, day, now }: Among): RawBuilder<unknown> => sql`
  from members.membership s
  join members.member m on m.id = s.member_id
  left join people.account_standing a on a.person_id = m.person_id
  cross join lateral (select coalesce(a.active, false) as active,
    not coalesce(a.active, false) and coalesce(a.code_expires_at > ${now}, false) as waiting) as stand
  where s.body_id = any(${[...bodies]}::int[]) and lower(s.valid) <= ${day}
    and (upper(s.valid) is null or upper(s.valid) > ${day}) and not coalesce(a.closed, false)`;

/** `mail`: how many of those without an account and without a code have an address. */
export type AccountCounts = { members: number; active: number; waiting: number; none: number; mail: number };

export async function countAccounts(db: Db, among: Among): Promise<AccountCounts> {
  const { rows } = await sql<AccountCounts>`
    select count(*)::int as members, count(*) filter (where stand.active)::int as active,
      count(*) filter (where stand.waiting)::int as waiting,
      count(*) filter (where not stand.active and not stand.waiting)::int as none,
      count(*) filter (where not stand.active and not stand.waiting and m.email is not null)::int as mail
    ${from(among)}`.execute(db);
  return rows[0]!;
}

export type MemberAccount = {
  id: number;
  code: string;
  fullName: string;
  body: number;
  personId: string | null;
  phone: string | null;
  email: string | null;
  active: boolean;
  /** A code that still opens the account: when it was made, until when, how it was sent. */
  codeChannel: string | null;
  codeIssuedAt: Instant | null;
  codeExpiresAt: Instant | null;
};

const columns = sql`m.id, m.code, m.full_name as "fullName", s.body_id as body, m.person_id as "personId", m.phone, m.email,
  stand.active, case when stand.waiting then a.code_channel end as "codeChannel",
  case when stand.waiting then a.code_issued_at end as "codeIssuedAt",
  case when stand.waiting then a.code_expires_at end as "codeExpiresAt"`;
const byName = sql`m.given_name collate "vi-x-icu", m.other_names collate "vi-x-icu", m.id`;

/** One page, by given name; whoever has no account stands first. */
export async function listAccounts(
  db: Db,
  { words, limit, offset, ...among }: Among & { words: readonly string[]; limit: number; offset: number },
): Promise<{ rows: MemberAccount[]; total: number }> {
  const named = sql.join([sql`true`, ...words.map((word) => sql`position(${` ${word}`} in m.search_key) > 0`)], sql` and `);
  const { rows } = await sql<MemberAccount & { total: number }>`
    select ${columns}, count(*) over ()::int as total ${from(among)} and ${named}
    order by stand.active, stand.waiting, ${byName} limit ${limit} offset ${offset}`.execute(db);
  return { rows, total: rows[0]?.total ?? 0 };
}

export type Wanted = { ids: readonly number[] } | { without: 'letter' | 'mail' };

/** Those for whom codes are to be made, branch by branch; nobody else makes any for them until the transaction ends. */
export async function lockForCodes(tx: Db, among: Among, wanted: Wanted, limit: number): Promise<MemberAccount[]> {
  const which =
    'ids' in wanted
      ? sql`m.id = any(${[...wanted.ids]}::bigint[])`
      : sql`not stand.active and not stand.waiting ${wanted.without === 'mail' ? sql`and m.email is not null` : sql``}`;
  const locked = await sql<{ id: number }>`
    select m.id ${from(among)} and ${which} order by s.body_id, ${byName} limit ${limit} for update of m`.execute(tx);
  // Whoever waited for the lock sees the rows as they were before, and would void what has just been printed: only
  // another statement sees what the one in front has done.
  const { rows } = await sql<MemberAccount>`
    select ${columns} ${from(among)} and ${which} and m.id = any(${locked.rows.map(({ id }) => id)}::bigint[])
    order by s.body_id, ${byName}`.execute(tx);
  return rows;
}

/** @param links pairs of member and person */
export async function linkPersons(tx: Db, links: readonly { member: number; person: string }[]): Promise<void> {
  await sql`
    update members.member m set person_id = l.person
    from unnest(${links.map(({ member }) => member)}::bigint[], ${links.map(({ person }) => person)}::uuid[]) as l(member, person)
    where m.id = l.member and m.person_id is null`.execute(tx);
}
