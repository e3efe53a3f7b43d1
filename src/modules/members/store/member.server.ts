/** Members and where they belong: reading one, many by code, and writing what a plan changed. */
import { sql } from 'kysely';
import type { Day, Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Exemption, Membership } from '../rules/membership.ts';

export type Member = {
  id: number;
  code: string;
  fullName: string;
  phone: string | null;
  email: string | null;
  /** Invented. */
  sample?: boolean;
};
export type MemberHistory = Member & { history: Membership[]; exemptions: Exemption[] };

const history = sql<Membership[]>`coalesce((
  select json_agg(json_build_object('id', s.id, 'body', s.body_id, 'from', lower(s.valid), 'until', upper(s.valid),
    'began', s.began, 'ended', s.ended) order by s.valid)
  from members.membership s where s.member_id = m.id), '[]')`;
const exemptions = sql<Exemption[]>`coalesce((
  select json_agg(json_build_object('id', e.id, 'from', lower(e.valid), 'until', upper(e.valid), 'reason', e.reason)
    order by e.valid)
  from members.exemption e where e.member_id = m.id), '[]')`;
const columns = sql`m.id, m.code, m.full_name as "fullName", m.phone, m.email, m.sample, ${history} as history,
  ${exemptions} as exemptions`;

export async function findMember(db: Db, id: number): Promise<MemberHistory | undefined> {
  const { rows } = await sql<MemberHistory>`select ${columns} from members.member m where m.id = ${id}`.execute(db);
  return rows[0];
}

/** Nobody else changes the member until the transaction ends. @returns whether there is one whom the asker may see */
export async function lockMember(tx: Db, id: number): Promise<boolean> {
  const { rows } = await sql`select from members.member where id = ${id} for update`.execute(tx);
  return rows.length > 0;
}

/** Is there one whom the asker may see? */
export async function seesMember(db: Db, id: number): Promise<boolean> {
  const { rows } = await sql`select from members.member where id = ${id}`.execute(db);
  return rows.length > 0;
}

/** By code; unknown codes are missing. `lock`: nobody else changes them until the transaction ends. */
export async function membersByCode(
  db: Db,
  codes: readonly string[],
  { lock }: { lock: boolean },
): Promise<Map<string, MemberHistory>> {
  const wanted = [...new Set(codes)];
  if (lock) {
    await sql`select from members.member where code = any(${wanted}::text[]) order by id for update`.execute(db);
  }
  const { rows } = await sql<MemberHistory>`
    select ${columns} from members.member m where m.code = any(${wanted}::text[])`.execute(db);
  return new Map(rows.map((row) => [row.code, row]));
}

/** Is there anybody at all? */
export async function hasMembers(db: Db): Promise<boolean> {
  const { rows } = await sql`select from members.member limit 1`.execute(db);
  return rows.length > 0;
}

export type MemberWrite = Omit<Member, 'id'>;

/** @returns ids by code of those that were not there */
export async function insertMembers(tx: Db, members: readonly MemberWrite[], now: Instant): Promise<Map<string, number>> {
  if (members.length === 0) return new Map();
  const { rows } = await sql<{ id: number; code: string }>`
    insert into members.member (code, full_name, phone, email, sample, created_at, updated_at)
    select code, "fullName", phone, email, coalesce(sample, false), ${now}, ${now}
    from jsonb_to_recordset(${JSON.stringify(members)}::jsonb) as m(code text, "fullName" text, phone text, email text, sample boolean)
    on conflict (code) do nothing
    returning id, code`.execute(tx);
  return new Map(rows.map((row) => [row.code, row.id]));
}

/** @returns the accounts of those that have one, with the name as it now is */
export async function updateMembers(
  tx: Db, members: readonly Member[], now: Instant,
): Promise<{ personId: string; name: string }[]> {
  if (members.length === 0) return [];
  const { rows } = await sql<{ personId: string | null; name: string }>`
    update members.member m
    set full_name = n."fullName", phone = n.phone, email = n.email, updated_at = ${now}
    from jsonb_to_recordset(${JSON.stringify(members)}::jsonb)
      as n(id bigint, "fullName" text, phone text, email text)
    where m.id = n.id
    returning m.person_id as "personId", m.full_name as name`.execute(tx);
  return rows.flatMap(({ personId, name }) => (personId ? [{ personId, name }] : []));
}

export type Author = { by: string | null; now: Instant };
export type MembershipWrite = Membership & { member: number };

/** Those with an id are changed, the others are added. Overlaps are found at the end of the transaction. */
export async function writeMemberships(tx: Db, writes: readonly MembershipWrite[], { by, now }: Author): Promise<void> {
  const json = (some: readonly MembershipWrite[]) => sql`jsonb_to_recordset(${JSON.stringify(some)}::jsonb)
    as n(id bigint, member bigint, body integer, "from" date, until date, began text, ended text)`;
  const known = writes.filter((each) => each.id !== null);
  const fresh = writes.filter((each) => each.id === null);
  if (known.length > 0) {
    await sql`
      update members.membership s set body_id = n.body, valid = daterange(n."from", n.until), began = n.began,
        ended = n.ended, recorded_at = ${now}, recorded_by = ${by}
      from ${json(known)} where s.id = n.id`.execute(tx);
  }
  if (fresh.length > 0) {
    await sql`
      insert into members.membership (member_id, body_id, valid, began, ended, recorded_at, recorded_by)
      select member, body, daterange("from", until), began, ended, ${now}, ${by} from ${json(fresh)}`.execute(tx);
  }
}

export type ExemptionWrite = Exemption & { member: number };

/** Those with an id are changed, the others are added. */
export async function writeExemptions(tx: Db, writes: readonly ExemptionWrite[], { by, now }: Author): Promise<void> {
  const json = (some: readonly ExemptionWrite[]) => sql`jsonb_to_recordset(${JSON.stringify(some)}::jsonb)
    as n(id bigint, member bigint, "from" date, until date, reason text)`;
  const known = writes.filter((each) => each.id !== null);
  const fresh = writes.filter((each) => each.id === null);
  if (known.length > 0) {
    await sql`
      update members.exemption e set valid = daterange(n."from", n.until), reason = n.reason, recorded_at = ${now},
        recorded_by = ${by}
      from ${json(known)} where e.id = n.id`.execute(tx);
  }
  if (fresh.length > 0) {
    await sql`
      insert into members.exemption (member_id, valid, reason, recorded_at, recorded_by)
      select member, daterange("from", until), reason, ${now}, ${by} from ${json(fresh)}`.execute(tx);
  }
}

export type MemberListed = {
  id: number;
  code: string;
  fullName: string;
  body: number;
  since: Day;
  exempt: string | null;
  sample: boolean;
};
export type MemberFilter = {
  bodies: readonly number[];
  day: Day;
  /** Folded words, each at the beginning of a word of the name or of the code. */
  words: readonly string[];
  limit: number;
  offset: number;
};

const matching = ({ bodies, day, words }: MemberFilter) => sql`
  from members.membership s join members.member m on m.id = s.member_id
  where s.body_id = any(${[...bodies]}::int[]) and lower(s.valid) <= ${day}
    and (upper(s.valid) is null or upper(s.valid) > ${day})
    and ${sql.join([sql`true`, ...words.map((word) => sql`position(${` ${word}`} in m.search_key) > 0`)], sql` and `)}`;

/** One page of the members of these bodies on a day, by given name. */
export async function listMembers(db: Db, filter: MemberFilter): Promise<MemberListed[]> {
  const { rows } = await sql<MemberListed>`
    select m.id, m.code, m.full_name as "fullName", m.sample, s.body_id as body, lower(s.valid) as since,
      (select e.reason from members.exemption e where e.member_id = m.id and e.valid @> ${filter.day}::date) as exempt
    ${matching(filter)}
    order by m.given_name collate "vi-x-icu", m.other_names collate "vi-x-icu", m.id
    limit ${filter.limit} offset ${filter.offset}`.execute(db);
  return rows;
}

export async function countMatching(db: Db, filter: MemberFilter): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count ${matching(filter)}`.execute(db);
  return rows[0]?.count ?? 0;
}
