/** Who is counted where: written from the memberships about the campaign's day, in one statement a step. */
import { sql, type RawBuilder } from 'kysely';
import type { Day, Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Audience } from '../rules/campaign.ts';
import type { RosterChange } from '../rules/roster.ts';

/** Whom a campaign means: the members of these bodies on that day; of them only the listed ones, or those who are these persons. */
export type Meant = {
  campaignId: number;
  rosterOn: Day;
  audience: Audience;
  bodies: readonly number[];
  /** Who hold the offices, where these are meant. */
  persons: readonly string[];
};

/** member_id, body_id, exempt of everybody who is meant. */
function meant({ campaignId, rosterOn, audience, bodies, persons }: Meant): RawBuilder<unknown> {
  const only = {
    everybody: sql`true`,
    list: sql`exists (select from study.audience_member l where l.campaign_id = ${campaignId} and l.member_id = b.member_id)`,
    roles: sql`exists (select from members.account a where a.member_id = b.member_id and a.person_id = any(${[...persons]}::uuid[]))`,
  }[audience];
  return sql`
    select b.member_id, b.body_id,
      exists (select from members.exempt_time e where e.member_id = b.member_id and e.valid @> ${rosterOn}::date) as exempt
    from members.belonging b
    where b.body_id = any(${[...bodies]}::int[]) and b.valid @> ${rosterOn}::date and ${only}`;
}

/** Everybody who is meant and not there yet. @returns how many */
export async function fillRoster(tx: Db, who: Meant): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into study.participant (campaign_id, member_id, body_id, exempt)
    select ${who.campaignId}, m.member_id, m.body_id, m.exempt from (${meant(who)}) m
    on conflict (campaign_id, member_id) do nothing`.execute(tx);
  return Number(numAffectedRows ?? 0);
}

/** How many would be on the roster, and how many of them exempt. */
export async function countMeant(db: Db, who: Meant): Promise<{ members: number; exempt: number }> {
  const { rows } = await sql<{ members: number; exempt: number }>`
    select count(*)::int as members, count(*) filter (where m.exempt)::int as exempt from (${meant(who)}) m`.execute(db);
  return rows[0]!;
}

/** Bodies whose figures are signed for, with everything below them on that day: what is counted in them stays. */
export async function signedBodies(db: Db, campaignId: number, rosterOn: Day): Promise<number[]> {
  const { rows } = await sql<{ body: number }>`
    select distinct r.body_id as body from study.sign_off s
    join organisation.reaching r on r.ancestor_id = s.body_id and r.valid @> ${rosterOn}::date
    where s.campaign_id = ${campaignId} and s.reopened_at is null`.execute(db);
  return rows.map(({ body }) => body);
}

/** Where the roster and the memberships disagree; a branch that somebody decided on stays as decided. */
export async function rosterChanges(tx: Db, who: Meant): Promise<RosterChange[]> {
  const { rows } = await sql<RosterChange>`
    with held as (
      select distinct member_id from study.move where campaign_id = ${who.campaignId} and cause <> 'register'
    ), known as (
      select * from study.participant where campaign_id = ${who.campaignId}
    ), said as (
      select m.member_id, m.exempt,
        case when h.member_id is null then m.body_id else coalesce(k.body_id, m.body_id) end as body_id
      from (${meant(who)}) m left join held h using (member_id) left join known k using (member_id)
    )
    select coalesce(p.member_id, m.member_id) as "memberId", p.body_id as "oldBody", p.exempt as "oldExempt",
      m.body_id as "newBody", m.exempt as "newExempt",
      coalesce(p.outcome is not null or exists (
        select from study.mark k where k.campaign_id = ${who.campaignId} and k.member_id = p.member_id), false) as marked
    from known p full join said m on m.member_id = p.member_id
    where p.member_id is null or m.member_id is null or p.body_id <> m.body_id or p.exempt <> m.exempt
    order by 1`.execute(tx);
  return rows;
}

export async function addParticipants(tx: Db, campaignId: number, added: readonly RosterChange[]): Promise<void> {
  if (added.length === 0) return;
  await sql`
    insert into study.participant (campaign_id, member_id, body_id, exempt)
    select ${campaignId}, member, body, exempt
    from unnest(${added.map(({ memberId }) => memberId)}::bigint[], ${added.map(({ newBody }) => newBody)}::int[],
      ${added.map(({ newExempt }) => newExempt)}::bool[]) as a(member, body, exempt)
    on conflict (campaign_id, member_id) do nothing`.execute(tx);
}

/** Branch and exemption as they now are. */
export async function changeParticipants(tx: Db, campaignId: number, changed: readonly RosterChange[]): Promise<void> {
  if (changed.length === 0) return;
  await sql`
    update study.participant p set body_id = c.body, exempt = c.exempt
    from unnest(${changed.map(({ memberId }) => memberId)}::bigint[], ${changed.map(({ newBody }) => newBody)}::int[],
      ${changed.map(({ newExempt }) => newExempt)}::bool[]) as c(member, body, exempt)
    where p.campaign_id = ${campaignId} and p.member_id = c.member`.execute(tx);
}

export async function removeParticipants(tx: Db, campaignId: number, members: readonly number[]): Promise<void> {
  if (members.length === 0) return;
  await sql`
    delete from study.participant where campaign_id = ${campaignId} and member_id = any(${[...members]}::bigint[])`.execute(tx);
}

export type MoveWrite = { memberId: number; from: number; to: number };

export type MoveCause = { cause: 'register' | 'officer' | 'reorganisation'; reason: string; by: string | null; now: Instant };

/** Why members are counted elsewhere now. */
export async function insertMoves(
  tx: Db, campaignId: number, moves: readonly MoveWrite[], { cause, reason, by, now }: MoveCause,
): Promise<void> {
  if (moves.length === 0) return;
  await sql`
    insert into study.move (campaign_id, member_id, from_body, to_body, cause, reason, moved_by, moved_at)
    select ${campaignId}, member, "from", "to", ${cause}, ${reason}, ${by}::uuid, ${now}
    from unnest(${moves.map(({ memberId }) => memberId)}::bigint[], ${moves.map(({ from }) => from)}::int[],
      ${moves.map(({ to }) => to)}::int[]) as m(member, "from", "to")`.execute(tx);
}

export type ParticipantRow = { memberId: number; bodyId: number; exempt: boolean; outcome: string | null };

/** One row of the roster, which nobody else changes until the transaction ends. */
export async function lockParticipant(tx: Db, campaignId: number, memberId: number): Promise<ParticipantRow | undefined> {
  const { rows } = await sql<ParticipantRow>`
    select member_id as "memberId", body_id as "bodyId", exempt, outcome from study.participant
    where campaign_id = ${campaignId} and member_id = ${memberId} for update`.execute(tx);
  return rows[0];
}

export type Tally = { members: number; exempt: number; attended: number; excused: number; unexcused: number };
const sums = sql`coalesce(sum(t.members), 0)::int as members, coalesce(sum(t.exempt), 0)::int as exempt,
  coalesce(sum(t.attended), 0)::int as attended, coalesce(sum(t.excused), 0)::int as excused,
  coalesce(sum(t.unexcused), 0)::int as unexcused`;

/** Counts of a campaign: of everybody, or of these bodies together. */
export async function tallyOf(db: Db, campaignId: number, bodies?: readonly number[]): Promise<Tally> {
  const only = bodies ? sql`and t.body_id = any(${[...bodies]}::int[])` : sql``;
  const { rows } = await sql<Tally>`
    select ${sums} from study.tally t where t.campaign_id = ${campaignId} ${only}`.execute(db);
  return rows[0]!;
}

/** Counts of each body that has somebody on the roster. */
export async function talliesOf(db: Db, campaignId: number): Promise<(Tally & { body: number })[]> {
  const { rows } = await sql<Tally & { body: number }>`
    select t.body_id as body, t.members, t.exempt, t.attended, t.excused, t.unexcused from study.tally t
    where t.campaign_id = ${campaignId} and t.members > 0 order by t.body_id`.execute(db);
  return rows;
}

export type Filling = { bodies: number[]; position: number; startedAt: Instant; finishedAt: Instant | null };

export async function startFilling(tx: Db, campaignId: number, bodies: readonly number[], now: Instant): Promise<void> {
  await sql`
    insert into study.filling (campaign_id, bodies, started_at) values (${campaignId}, ${[...bodies]}::int[], ${now})
    on conflict (campaign_id) do nothing`.execute(tx);
}

export async function fillingOf(db: Db, campaignId: number): Promise<Filling | undefined> {
  const { rows } = await sql<Filling>`
    select bodies, position, started_at as "startedAt", finished_at as "finishedAt"
    from study.filling where campaign_id = ${campaignId}`.execute(db);
  return rows[0];
}

/** Nobody else goes on with it until the transaction ends. */
export async function lockFilling(tx: Db, campaignId: number): Promise<Filling | undefined> {
  const { rows } = await sql<Filling>`
    select bodies, position, started_at as "startedAt", finished_at as "finishedAt"
    from study.filling where campaign_id = ${campaignId} for update`.execute(tx);
  return rows[0];
}

export async function moveFilling(tx: Db, campaignId: number, position: number, finishedAt: Instant | null): Promise<void> {
  await sql`
    update study.filling set position = ${position}, finished_at = ${finishedAt} where campaign_id = ${campaignId}`.execute(tx);
}
