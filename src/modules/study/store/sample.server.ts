/** Participation of the invented campaigns: by the number of the member, so that it is the same at every start. */
import { sql } from 'kysely';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';

export async function hasCampaigns(db: Db): Promise<boolean> {
  const { rows } = await sql`select from study.campaign limit 1`.execute(db);
  return rows.length > 0;
}

/** Of each hundred members so many have attended, then so many are excused; the rest is as it was. Marks say the same. */
export async function recordSample(
  tx: Db, { campaignId, sessionId, attended, excused, only, at }: {
    campaignId: number; sessionId: number | null; attended: number; excused: number; only: readonly number[] | null; at: Instant;
  },
): Promise<void> {
  const chosen = only ? sql`and p.body_id = any(${[...only]}::int[])` : sql``;
  await sql`
    with said as (
      select p.campaign_id, p.member_id,
        case when p.member_id * 37 % 100 < ${attended}::int then 'attended' else 'excused' end as outcome
      from study.participant p
      where p.campaign_id = ${campaignId} and not p.exempt and p.member_id * 37 % 100 < ${attended + excused}::int ${chosen}
    ), marked as (
      insert into study.mark (id, campaign_id, member_id, session_id, outcome, reason, way, received_at, at, verdict)
      select gen_random_uuid(), campaign_id, member_id, case outcome when 'attended' then ${sessionId}::bigint end, outcome,
        case outcome when 'excused' then 'Công tác xa' end, 'list', ${at}, ${at}, 'counts' from said
    )
    update study.participant p set outcome = s.outcome, reason = case s.outcome when 'excused' then 'Công tác xa' end,
      session_id = case s.outcome when 'attended' then ${sessionId}::bigint end, way = 'list', recorded_at = ${at}
    from said s where p.campaign_id = s.campaign_id and p.member_id = s.member_id`.execute(tx);
}

/** A campaign that was made and announced in the past. */
export async function dateSample(tx: Db, id: number, { announcedAt, closedAt }: { announcedAt: Instant; closedAt: Instant | null }): Promise<void> {
  await sql`
    update study.campaign set created_at = ${announcedAt}, announced_at = ${announcedAt}, closed_at = ${closedAt} where id = ${id}`.execute(tx);
}

export async function heldSample(tx: Db, id: number, write: { by: string | null; at: Instant; minutes: string; room: number; others: number }): Promise<void> {
  await sql`
    update study.session set state = 'held', minutes = ${write.minutes}, minutes_by = ${write.by}::uuid, minutes_at = ${write.at},
      room_count = ${write.room}, non_members = ${write.others}, room_confirmed_at = ${write.at}, room_confirmed_by = ${write.by}::uuid
    where id = ${id}`.execute(tx);
}
