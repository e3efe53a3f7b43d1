/** Marks and what they say together about each participant. Names come from the view that the members module publishes. */
import { sql } from 'kysely';
import type { Day, Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Mark, Outcome, Standing, Verdict, Way } from '../rules/roll.ts';

export type RollCampaign = {
  id: number; bodyId: number; title: string; state: string; takesRoll: boolean; opensOn: Day; closesOn: Day; rosterOn: Day; target: number;
};
export type RollSession = {
  id: number; campaignId: number; bodyId: number; kind: string; title: string; venue: string; state: string; startsAt: Instant;
  endsAt: Instant; roomCount: number | null; nonMembers: number; roomConfirmedAt: Instant | null;
};

const campaignColumns = sql`c.id, c.body_id as "bodyId", c.title, c.state, c.takes_roll as "takesRoll", c.opens_on as "opensOn",
  c.closes_on as "closesOn", c.roster_on as "rosterOn", c.target`;

export async function rollCampaign(db: Db, id: number): Promise<RollCampaign | undefined> {
  const { rows } = await sql<RollCampaign>`
    select ${campaignColumns} from study.campaign c where c.id = ${id}`.execute(db);
  return rows[0];
}

const sessionColumns = sql`id, campaign_id as "campaignId", body_id as "bodyId", kind, title, venue, state, starts_at as "startsAt",
  ends_at as "endsAt", room_count as "roomCount", non_members as "nonMembers", room_confirmed_at as "roomConfirmedAt"`;

export async function rollSession(db: Db, id: number): Promise<RollSession | undefined> {
  const { rows } = await sql<RollSession>`select ${sessionColumns} from study.session where id = ${id}`.execute(db);
  return rows[0];
}

/** Signs the codes of that session. Never shown to anybody. */
export async function codeSecret(db: Db, sessionId: number): Promise<Buffer | undefined> {
  const { rows } = await sql<{ secret: Buffer }>`
    select code_secret as secret from study.session where id = ${sessionId}`.execute(db);
  return rows[0]?.secret;
}

/** Bodies named in the invitation; single members are in `invitedMembers`. None of either: the whole audience. */
export async function invitedBodies(db: Db, sessionId: number): Promise<number[]> {
  const { rows } = await sql<{ body: number }>`
    select body_id as body from study.session_body where session_id = ${sessionId}`.execute(db);
  return rows.map(({ body }) => body);
}

/** Asked in the name of the house: whether anybody is named singly is part of who is meant. */
export async function invitedMembers(db: Db, sessionId: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select member_id as id from study.session_member where session_id = ${sessionId}`.execute(db);
  return rows.map(({ id }) => id);
}

/** Bodies and members; null: everybody on the roster. */
export type Invited = { bodies: readonly number[]; members: readonly number[] } | null;

export type Rolled = {
  member: number; code: string; name: string; body: number; exempt: boolean; outcome: Outcome | null; reason: string | null;
  sessionId: number | null; way: Way | null; provisional: boolean; at: Instant | null;
};

const rolled = sql`p.member_id as member, n.code, n.full_name as name, p.body_id as body, p.exempt, p.outcome, p.reason,
  p.session_id as "sessionId", p.way, p.provisional, p.recorded_at as at`;
const byName = sql`n.given_name collate "vi-x-icu", n.other_names collate "vi-x-icu", p.member_id`;

/** `session`: besides those invited, whoever was recorded in it. */
export type RollFilter = { campaign: number; session: number | null; bodies: readonly number[] | null; invited: Invited; limit: number };

/** The roster as far as the asker may see it, by given name. */
export async function rollOf(tx: Db, { campaign, session, bodies, invited, limit }: RollFilter): Promise<Rolled[]> {
  const of = bodies ? sql`and p.body_id = any(${[...bodies]}::int[])` : sql``;
  const meant = invited
    ? sql`and (p.body_id = any(${[...invited.bodies]}::int[]) or p.member_id = any(${[...invited.members]}::bigint[])
        or p.session_id = ${session})`
    : sql``;
  const { rows } = await sql<Rolled>`
    select ${rolled} from study.participant p join members.named n on n.member_id = p.member_id
    where p.campaign_id = ${campaign} ${of} ${meant} order by ${byName} limit ${sql.lit(limit)}`.execute(tx);
  return rows;
}

export type BranchCounts = { body: number; members: number; exempt: number; attended: number; excused: number; unexcused: number };

/** Counts of these branches; what waits for the count of the room is not in them. */
export async function branchCounts(db: Db, campaign: number, bodies: readonly number[]): Promise<BranchCounts[]> {
  const { rows } = await sql<BranchCounts>`
    select body_id as body, members, exempt, attended, excused, unexcused from study.tally
    where campaign_id = ${campaign} and body_id = any(${[...bodies]}::int[])`.execute(db);
  return rows;
}

/** Branches that the asker keeps the roll of. */
export async function ownBranches(tx: Db, campaign: number): Promise<number[]> {
  const { rows } = await sql<{ body: number }>`
    select t.body_id as body from study.tally t
    where t.campaign_id = ${campaign} and t.members > 0 and t.body_id in (select study.own_branches()) order by 1`.execute(tx);
  return rows.map(({ body }) => body);
}

export type Locked = { member: number; body: number; exempt: boolean; outcome: Outcome | null; sessionId: number | null };

/** Rows of the roster that nobody else changes until the transaction ends; who is not on it is missing. */
export async function lockRolled(tx: Db, campaign: number, members: readonly number[]): Promise<Map<number, Locked>> {
  const { rows } = await sql<Locked>`
    select member_id as member, body_id as body, exempt, outcome, session_id as "sessionId" from study.participant
    where campaign_id = ${campaign} and member_id = any(${[...members]}::bigint[]) order by member_id for update`.execute(tx);
  return new Map(rows.map((row) => [row.member, row]));
}

/**
 * Marks share this lock, signing off takes it alone (`holdAlone`): a mark is either in the figures that are signed, or
 * refused because they are.
 */
export const holdTogether = (tx: Db, campaign: number) =>
  sql`select pg_advisory_xact_lock_shared(hashtext('study.roll'), ${campaign}::int)`.execute(tx);
export const holdAlone = (tx: Db, campaign: number) =>
  sql`select pg_advisory_xact_lock(hashtext('study.roll'), ${campaign}::int)`.execute(tx);

/** Bodies that have signed off and not reopened. */
export async function standingSignOffs(db: Db, campaign: number): Promise<number[]> {
  const { rows } = await sql<{ body: number }>`
    select body_id as body from study.sign_off where campaign_id = ${campaign} and reopened_at is null`.execute(db);
  return rows.map(({ body }) => body);
}

export type MarkRow = Mark & { campaign: number; member: number; receivedAt: Instant; verdict: string };

const mark = sql`id, campaign_id as campaign, member_id as member, session_id as "sessionId", outcome, reason, way, at, corrects,
  provisional, by_person as by, received_at as "receivedAt", verdict`;

/** Marks by the id that the device gave them, whoever they are about, as far as the asker may see them. */
export async function marksById(tx: Db, ids: readonly string[]): Promise<Map<string, MarkRow>> {
  const { rows } = await sql<MarkRow>`select ${mark} from study.mark where id = any(${[...ids]}::uuid[])`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
}

/** Everything recorded about these members, refused marks included, in the order in which it arrived. */
export async function marksOf(tx: Db, campaign: number, members: readonly number[]): Promise<MarkRow[]> {
  const { rows } = await sql<MarkRow>`
    select ${mark} from study.mark where campaign_id = ${campaign} and member_id = any(${[...members]}::bigint[])
    order by received_at, id`.execute(tx);
  return rows;
}

export type MarkWrite = Omit<MarkRow, 'verdict'> & { verdict: Verdict; deviceAt: Instant | null };

/** @returns the ids of those that were not there yet */
export async function insertMarks(tx: Db, marks: readonly MarkWrite[]): Promise<Set<string>> {
  if (marks.length === 0) return new Set();
  const { rows } = await sql<{ id: string }>`
    insert into study.mark (id, campaign_id, member_id, session_id, outcome, reason, way, device_at, received_at, by_person, verdict,
      corrects, provisional, at)
    select id, campaign, member, "sessionId", outcome, reason, way, "deviceAt", "receivedAt", "by", verdict, corrects, provisional, at
    from jsonb_to_recordset(${JSON.stringify(marks)}::jsonb) as m(id uuid, campaign bigint, member bigint, "sessionId" bigint,
      outcome text, reason text, way text, "deviceAt" timestamptz, "receivedAt" timestamptz, "by" uuid, verdict text,
      corrects boolean, provisional boolean, at timestamptz)
    on conflict (id) do nothing returning id`.execute(tx);
  return new Set(rows.map(({ id }) => id));
}

/** What the marks now say, in one statement: the counts of all branches change together. */
export async function writeStandings(tx: Db, campaign: number, standings: ReadonlyMap<number, Standing>): Promise<void> {
  if (standings.size === 0) return;
  const rows = [...standings].map(([member, standing]) => ({ ...standing, member }));
  await sql`
    update study.participant p set outcome = s.outcome, reason = s.reason, session_id = s."sessionId", way = s.way,
      provisional = coalesce(s.provisional, false), recorded_by = s."by", recorded_at = s.at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as s(member bigint, outcome text, reason text, "sessionId" bigint,
      way text, provisional boolean, "by" uuid, at timestamptz)
    where p.campaign_id = ${campaign} and p.member_id = s.member
      and (p.outcome, p.reason, p.session_id, p.way, p.provisional, p.recorded_by, p.recorded_at)
        is distinct from (s.outcome, s.reason, s."sessionId", s.way, coalesce(s.provisional, false), s."by", s.at)`.execute(tx);
}

/** The member whose account this is; asked in the person's own name. */
export async function memberOf(tx: Db, personId: string): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`
    select member_id as id from members.named where person_id = ${personId}`.execute(tx);
  return rows[0]?.id;
}

/** Announced campaigns with a roll in which these branches have members, the newest first; `until`: closed before it are left out. */
export async function campaignsOfBranches(db: Db, bodies: readonly number[], until: Day): Promise<RollCampaign[]> {
  const { rows } = await sql<RollCampaign>`
    select ${campaignColumns} from study.campaign c
    where c.state in ('announced', 'closed') and c.takes_roll and c.closes_on >= ${until}::date
      and exists (select from study.tally t where t.campaign_id = c.id and t.body_id = any(${[...bodies]}::int[]) and t.members > 0)
    order by c.opens_on desc, c.id desc`.execute(db);
  return rows;
}

/** Sessions that were not cancelled: of these campaigns, or held by these bodies after an instant. */
export async function sessionsFor(
  db: Db, { campaigns, bodies, after }: { campaigns: readonly number[]; bodies: readonly number[]; after: Instant },
): Promise<RollSession[]> {
  const { rows } = await sql<RollSession>`
    select ${sessionColumns} from study.session s
    where s.state <> 'cancelled' and (s.campaign_id = any(${[...campaigns]}::bigint[])
      or (s.body_id = any(${[...bodies]}::int[]) and s.ends_at > ${after}
        and exists (select from study.campaign c where c.id = s.campaign_id and c.state <> 'draft' and c.takes_roll)))
    order by s.starts_at desc, s.id limit 200`.execute(db);
  return rows;
}

/** Everything that the asker is secretary of. */
export async function keptBranches(tx: Db): Promise<number[]> {
  const { rows } = await sql<{ body: number }>`select own_branches as body from study.own_branches()`.execute(tx);
  return rows.map(({ body }) => body);
}
