/** The count of the room, printed sheets, and what members object to. */
import { sql } from 'kysely';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Outcome, Way } from '../rules/roll.ts';

export type Present = { member: number; name: string; provisional: boolean; at: Instant };

/** Who is recorded as present in a session, those who wait first; asked in the name of the house. */
export async function presentIn(tx: Db, sessionId: number): Promise<Present[]> {
  const { rows } = await sql<Present>`
    select p.member_id as member, n.full_name as name, p.provisional, p.recorded_at as at
    from study.participant p join members.named n on n.member_id = p.member_id
    where p.session_id = ${sessionId} and p.outcome = 'attended'
    order by not p.provisional, n.given_name collate "vi-x-icu", n.other_names collate "vi-x-icu", p.member_id`.execute(tx);
  return rows;
}

export type RoomWrite = { counted: number; nonMembers: number; by: string; now: Instant };

export async function writeRoom(tx: Db, sessionId: number, { counted, nonMembers, by, now }: RoomWrite): Promise<void> {
  await sql`
    update study.session set room_count = ${counted}, non_members = ${nonMembers}, room_confirmed_by = ${by}, room_confirmed_at = ${now}
    where id = ${sessionId}`.execute(tx);
}

export type SheetRow = {
  id: number; campaignId: number; sessionId: number | null; bodyId: number | null; members: number[]; printedBy: string; printedAt: Instant;
};

export async function insertSheet(tx: Db, sheet: Omit<SheetRow, 'id'>): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into study.sheet (campaign_id, session_id, body_id, members, printed_by, printed_at)
    values (${sheet.campaignId}, ${sheet.sessionId}, ${sheet.bodyId}, ${sheet.members}::bigint[], ${sheet.printedBy}, ${sheet.printedAt})
    returning id`.execute(tx);
  return rows[0]!.id;
}

export async function findSheet(tx: Db, id: number): Promise<SheetRow | undefined> {
  const { rows } = await sql<SheetRow>`
    select id, campaign_id as "campaignId", session_id as "sessionId", body_id as "bodyId", members, printed_by as "printedBy",
      printed_at as "printedAt"
    from study.sheet where id = ${id}`.execute(tx);
  return rows[0] && { ...rows[0], members: rows[0].members.map(Number) };
}

/** Codes of members, for telling rows of a file; asked in the name of the house, about a list that the asker keeps. */
export async function rosterCodes(tx: Db, members: readonly number[]): Promise<Map<number, string>> {
  const { rows } = await sql<{ member: number; code: string }>`
    select member_id as member, code from members.named where member_id = any(${[...members]}::bigint[])`.execute(tx);
  return new Map(rows.map(({ member, code }) => [member, code]));
}

export type Participation = {
  campaign: number; title: string; opensOn: string; member: number; name: string; body: number; exempt: boolean; outcome: Outcome | null;
  reason: string | null; way: Way | null; provisional: boolean; at: Instant | null; session: string | null;
};

const participation = sql`p.campaign_id as campaign, c.title, c.opens_on as "opensOn", p.member_id as member, n.full_name as name,
  p.body_id as body, p.exempt, p.outcome, p.reason, p.way, p.provisional, p.recorded_at as at, s.title as session
  from study.participant p join study.campaign c on c.id = p.campaign_id join members.named n on n.member_id = p.member_id
  left join study.session s on s.id = p.session_id`;

/** One participation as far as the asker may see it. */
export async function findParticipation(tx: Db, campaign: number, member: number): Promise<Participation | undefined> {
  const { rows } = await sql<Participation>`
    select ${participation} where p.campaign_id = ${campaign} and p.member_id = ${member} and c.state <> 'draft'`.execute(tx);
  return rows[0];
}

/** Everything that a member took part in or was meant for, the newest first. */
export async function participationsOf(tx: Db, member: number): Promise<Participation[]> {
  const { rows } = await sql<Participation>`
    select ${participation} where p.member_id = ${member} and c.state <> 'draft' and c.takes_roll
    order by c.opens_on desc, c.id desc limit 200`.execute(tx);
  return rows;
}

export type TrailRow = {
  id: string; outcome: Outcome | null; reason: string | null; way: Way; at: Instant; receivedAt: Instant; verdict: string; corrects: boolean;
  provisional: boolean; by: string | null; session: string | null;
};

/** Everything that was ever recorded about a participation, the newest first. */
export async function trailOf(tx: Db, campaign: number, member: number): Promise<TrailRow[]> {
  const { rows } = await sql<TrailRow>`
    select m.id, m.outcome, m.reason, m.way, m.at, m.received_at as "receivedAt", m.verdict, m.corrects, m.provisional,
      m.by_person as by, s.title as session
    from study.mark m left join study.session s on s.id = m.session_id
    where m.campaign_id = ${campaign} and m.member_id = ${member} order by m.received_at desc, m.id`.execute(tx);
  return rows;
}

export type Objection = {
  id: number; campaign: number; member: number; text: string; madeAt: Instant; answer: string | null; answeredBy: string | null;
  answeredAt: Instant | null;
};
const objection = sql`id, campaign_id as campaign, member_id as member, text, made_at as "madeAt", answer, answered_by as "answeredBy",
  answered_at as "answeredAt"`;

export async function objectionsOf(tx: Db, campaign: number, member: number): Promise<Objection[]> {
  const { rows } = await sql<Objection>`
    select ${objection} from study.objection where campaign_id = ${campaign} and member_id = ${member} order by made_at desc, id desc`.execute(tx);
  return rows;
}

/** Of branches that the asker keeps, and not answered yet; by campaign and member. */
export async function openObjections(tx: Db, campaign: number, members: readonly number[]): Promise<Set<number>> {
  const { rows } = await sql<{ member: number }>`
    select distinct member_id as member from study.objection
    where campaign_id = ${campaign} and member_id = any(${[...members]}::bigint[]) and answer is null`.execute(tx);
  return new Set(rows.map(({ member }) => member));
}

export async function insertObjection(tx: Db, { campaign, member, text, now }: { campaign: number; member: number; text: string; now: Instant }): Promise<void> {
  await sql`insert into study.objection (campaign_id, member_id, text, made_at) values (${campaign}, ${member}, ${text}, ${now})`.execute(tx);
}

/** @returns whether there was one to answer */
export async function answerObjection(
  tx: Db, { id, campaign, member, answer, by, now }: { id: number; campaign: number; member: number; answer: string; by: string; now: Instant },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update study.objection set answer = ${answer}, answered_by = ${by}, answered_at = ${now}
    where id = ${id} and campaign_id = ${campaign} and member_id = ${member} and answer is null`.execute(tx);
  return Number(numAffectedRows ?? 0) > 0;
}
