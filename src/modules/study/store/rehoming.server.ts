/** Open campaigns, sessions to come and rosters of bodies that end or give a part away. */
import { sql } from 'kysely';
import type { Day, Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';

export type CountIn = { key: 'campaigns' | 'sessions' | 'participants' | 'signed'; body: number; count: number };

/** Branches whose figures are signed for keep their rows: what was answered for stays as it was. */
const signed = sql`exists (
  select from study.sign_off o join organisation.reaching r on r.ancestor_id = o.body_id and r.body_id = p.body_id and r.valid @> c.roster_on
  where o.campaign_id = p.campaign_id and o.reopened_at is null)`;

/** What of study goes on in these bodies: campaigns not over, sessions still to come, rosters of open campaigns. */
export async function countIn(db: Db, bodies: readonly number[]): Promise<CountIn[]> {
  const among = sql`any(${[...bodies]}::int[])`;
  const { rows } = await sql<CountIn>`
    select 'campaigns' as key, c.body_id as body, count(*)::int as count from study.campaign c
      where c.body_id = ${among} and c.state in ('draft', 'announced') group by 2
    union all
    select 'sessions', s.body_id, count(*)::int from study.session s join study.campaign c on c.id = s.campaign_id
      where s.body_id = ${among} and s.state = 'planned' and c.state in ('draft', 'announced') group by 2
    union all
    select case when ${signed} then 'signed' else 'participants' end, p.body_id, count(*)::int
      from study.participant p join study.campaign c on c.id = p.campaign_id
      where p.body_id = ${among} and c.state = 'announced' group by 1, 2
    order by 1, 2`.execute(db);
  return rows;
}

export type Way = { from: number; to: number };

/** Campaigns, audiences and sessions that go on. Drafts of an ended body would be nobody's. */
export async function moveCampaigns(tx: Db, ways: readonly Way[], now: Instant): Promise<void> {
  const way = sql`unnest(${ways.map(({ from }) => from)}::int[], ${ways.map(({ to }) => to)}::int[]) as w("from", "to")`;
  await sql`
    update study.campaign c set body_id = w."to", updated_at = ${now} from ${way}
    where c.body_id = w."from" and c.state in ('draft', 'announced')`.execute(tx);
  await sql`
    update study.session s set body_id = w."to" from ${way}, study.campaign c
    where s.body_id = w."from" and s.state = 'planned' and c.id = s.campaign_id and c.state in ('draft', 'announced')`.execute(tx);
}

/**
 * Rows of rosters follow their members: where a member belongs on the day, when that is one of those who take over; else
 * where the body's things go. Each leaves a line that says why. @returns how many
 */
export async function moveRosters(
  tx: Db, ways: readonly (Way & { into: readonly number[] })[], { on, number, by, now }: { on: Day; number: number; by: string; now: Instant },
): Promise<number> {
  const rows = JSON.stringify(ways);
  const { rows: moved } = await sql<{ count: number }>`
    with way as (
      select * from jsonb_to_recordset(${rows}::jsonb) as w("from" integer, "to" integer, "into" integer[])
    ), going as (
      select p.campaign_id, p.member_id, p.body_id as "from",
        coalesce((select b.body_id from members.belonging b
          where b.member_id = p.member_id and b.valid @> ${on}::date and b.body_id = any(w."into")), w."to") as "to"
      from way w join study.participant p on p.body_id = w."from"
      join study.campaign c on c.id = p.campaign_id and c.state = 'announced'
      where not ${signed}
    ), changed as (
      update study.participant p set body_id = g."to" from going g
      where p.campaign_id = g.campaign_id and p.member_id = g.member_id and g."to" <> g."from"
      returning p.campaign_id, p.member_id, g."from", g."to"
    ), told as (
      insert into study.move (campaign_id, member_id, from_body, to_body, cause, reason, moved_by, moved_at)
      select campaign_id, member_id, "from", "to", 'reorganisation', ${String(number)}, ${by}::uuid, ${now} from changed
    )
    select count(*)::int as count from changed`.execute(tx);
  return moved[0]?.count ?? 0;
}
