/** Counts of a campaign along the tree, and who signed for them. Nothing here names a member. */
import { sql } from 'kysely';
import type { Day, Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Counts, Signed } from '../rules/rates.ts';

export type Rolled = Counts & { body: number; branches: number };

const sums = sql`coalesce(sum(t.members), 0)::int as members, coalesce(sum(t.exempt), 0)::int as exempt,
  coalesce(sum(t.attended), 0)::int as attended, coalesce(sum(t.excused), 0)::int as excused,
  coalesce(sum(t.unexcused), 0)::int as unexcused`;

/** Each of these bodies with everything below it on that day; those that ended are counted where they live on. */
export async function rolledUp(db: Db, campaignId: number, bodies: readonly number[], day: Day): Promise<Rolled[]> {
  const { rows } = await sql<Rolled>`
    select r.ancestor_id as body, count(*)::int as branches, ${sums}
    from organisation.reaching r join study.tally t on t.body_id = r.body_id
    where r.ancestor_id = any(${[...bodies]}::int[]) and r.valid @> ${day}::date and t.campaign_id = ${campaignId} and t.members > 0
    group by r.ancestor_id`.execute(db);
  return rows;
}

/**
 * What is counted for a body beside these parts of it: of `bodies`, those that lie in it and in none of its parts. One
 * pass over everything below instead of two (bench `rates`).
 */
export async function countedBeside(
  db: Db, campaignId: number, { at, parts, bodies }: { at: number; parts: readonly number[]; bodies: readonly number[] }, day: Day,
): Promise<Rolled> {
  const { rows } = await sql<Rolled>`
    select ${at}::int as body, count(*)::int as branches, ${sums}
    from organisation.reaching r join study.tally t on t.body_id = r.body_id
    where r.ancestor_id = ${at} and r.body_id = any(${[...bodies]}::int[]) and r.valid @> ${day}::date
      and t.campaign_id = ${campaignId} and t.members > 0
      and not exists (select from organisation.reaching part where part.body_id = r.body_id
        and part.ancestor_id = any(${[...parts]}::int[]) and part.valid @> ${day}::date)`.execute(db);
  return rows[0]!;
}

export type Held = { body: number; sessions: number; nonMembers: number };

/** Sessions that each of these bodies, or those below it, has opened (also those that go on just now), and people in them who are no members. */
export async function heldBelow(db: Db, campaignId: number, bodies: readonly number[], day: Day, now: Instant): Promise<Held[]> {
  const { rows } = await sql<Held>`
    select r.ancestor_id as body, count(*)::int as sessions, coalesce(sum(s.non_members), 0)::int as "nonMembers"
    from organisation.reaching r join study.session s on s.body_id = r.body_id
    where r.ancestor_id = any(${[...bodies]}::int[]) and r.valid @> ${day}::date and s.campaign_id = ${campaignId}
      and (s.state = 'held' or (s.state = 'planned' and s.starts_at <= ${now}))
    group by r.ancestor_id`.execute(db);
  return rows;
}

export type TrendRow = Counts & { campaignId: number; title: string; opensOn: Day; target: number };

/** The last campaigns with a roll, counted for what the body is today: what merged into it is part of it. */
export async function trendOf(db: Db, body: number, day: Day, limit: number): Promise<TrendRow[]> {
  const { rows } = await sql<TrendRow>`
    with counted as (
      select t.campaign_id, ${sums} from organisation.reaching r join study.tally t on t.body_id = r.body_id
      where r.ancestor_id = ${body} and r.valid @> ${day}::date and t.members > 0 group by t.campaign_id
    )
    select c.id as "campaignId", c.title, c.opens_on::text as "opensOn", c.target,
      n.members, n.exempt, n.attended, n.excused, n.unexcused
    from counted n join study.campaign c on c.id = n.campaign_id
    where c.state in ('announced', 'closed') and c.takes_roll
    order by c.opens_on desc, c.id desc limit ${limit}`.execute(db);
  return rows.reverse();
}

export type SignOff = {
  id: number;
  body: number;
  figures: Signed;
  signedBy: string;
  signedAt: Date;
  reopenedBy: string | null;
  reopenedAt: Date | null;
  reopenedReason: string | null;
};
const signColumns = sql`id, body_id as body, figures, signed_by as "signedBy", signed_at as "signedAt", reopened_by as "reopenedBy",
  reopened_at as "reopenedAt", reopened_reason as "reopenedReason"`;

/** Of these bodies, standing ones. */
export async function standingOf(db: Db, campaignId: number, bodies: readonly number[]): Promise<SignOff[]> {
  const { rows } = await sql<SignOff>`
    select ${signColumns} from study.sign_off
    where campaign_id = ${campaignId} and body_id = any(${[...bodies]}::int[]) and reopened_at is null`.execute(db);
  return rows;
}

/** Everything that was signed and reopened for a body, the newest first. */
export async function signOffsOf(db: Db, campaignId: number, body: number): Promise<SignOff[]> {
  const { rows } = await sql<SignOff>`
    select ${signColumns} from study.sign_off where campaign_id = ${campaignId} and body_id = ${body}
    order by id desc limit 50`.execute(db);
  return rows;
}

/** Undefined when the body's figures are signed already. */
export async function insertSignOff(
  tx: Db, { campaignId, body, figures, by, now }: { campaignId: number; body: number; figures: Signed; by: string; now: Instant },
): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`
    insert into study.sign_off (campaign_id, body_id, figures, signed_by, signed_at)
    values (${campaignId}, ${body}, ${JSON.stringify(figures)}, ${by}, ${now})
    on conflict (campaign_id, body_id) where reopened_at is null do nothing returning id`.execute(tx);
  return rows[0]?.id;
}

/** Signatures of the body, and of those above it, whose figures contain it. @returns the bodies whose signature fell */
export async function reopenSignOffs(
  tx: Db, { campaignId, bodies, by, reason, now }: { campaignId: number; bodies: readonly number[]; by: string; reason: string; now: Instant },
): Promise<number[]> {
  const { rows } = await sql<{ body: number }>`
    update study.sign_off set reopened_by = ${by}, reopened_at = ${now}, reopened_reason = ${reason}
    where campaign_id = ${campaignId} and body_id = any(${[...bodies]}::int[]) and reopened_at is null
    returning body_id as body`.execute(tx);
  return rows.map(({ body }) => body);
}
