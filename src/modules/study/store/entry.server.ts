/** Who is on a campaign's roster, for whoever gives out something to its members. */
import { sql } from 'kysely';
import type { Db } from '#platform/database/client.ts';
import { asSystem } from '#platform/database/scope.server.ts';

/** `branchId`: where the member is counted. */
export type RosterEntry = { memberId: number; branchId: number; exempt: boolean };

const WHY = 'study: who is on a roster';

/** The member that this account belongs to; undefined when the campaign does not mean them. */
export function entryOfPerson(db: Db, campaignId: number, personId: string): Promise<RosterEntry | undefined> {
  return asSystem(db, WHY, async (tx) => {
    const { rows } = await sql<RosterEntry>`
      select p.member_id as "memberId", p.body_id as "branchId", p.exempt
      from study.participant p join members.account a on a.member_id = p.member_id
      where p.campaign_id = ${campaignId} and a.person_id = ${personId}`.execute(tx);
    return rows[0];
  });
}

/** Undefined when the campaign does not mean the member. */
export function entryOfMember(db: Db, campaignId: number, memberId: number): Promise<RosterEntry | undefined> {
  return asSystem(db, WHY, async (tx) => {
    const { rows } = await sql<RosterEntry>`
      select member_id as "memberId", body_id as "branchId", exempt
      from study.participant where campaign_id = ${campaignId} and member_id = ${memberId}`.execute(tx);
    return rows[0];
  });
}

/** Everybody on the roster, in no order that says anything. */
export function rosterEntries(db: Db, campaignId: number): Promise<RosterEntry[]> {
  return asSystem(db, WHY, async (tx) => {
    const { rows } = await sql<RosterEntry>`
      select member_id as "memberId", body_id as "branchId", exempt from study.participant
      where campaign_id = ${campaignId} order by member_id`.execute(tx);
    return rows;
  });
}

export type NamedEntry = RosterEntry & { name: string; code: string };

/** Of these bodies, whoever's name or code has these folded words, by given name. For whoever may read members there. */
export function rosterNamed(
  db: Db, campaignId: number, { bodies, words, limit }: { bodies: readonly number[]; words: readonly string[]; limit: number },
): Promise<NamedEntry[]> {
  const has = words.map((word) => sql`and position(${` ${word}`} in n.search_key) > 0`);
  return asSystem(db, WHY, async (tx) => {
    const { rows } = await sql<NamedEntry>`
      select p.member_id as "memberId", p.body_id as "branchId", p.exempt, n.full_name as name, n.code
      from study.participant p join members.named n on n.member_id = p.member_id
      where p.campaign_id = ${campaignId} and p.body_id = any(${[...bodies]}::int[]) ${sql.join(has, sql` `)}
      order by n.given_name collate "vi-x-icu", n.other_names collate "vi-x-icu", p.member_id limit ${limit}`.execute(tx);
    return rows;
  });
}
