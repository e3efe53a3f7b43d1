/** Sessions of campaigns, what is handed out in them, and who is invited. */
import { sql } from 'kysely';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Invited, SessionKind, SessionState } from '../rules/session.ts';

export type SessionRow = {
  id: number;
  campaignId: number;
  bodyId: number;
  kind: SessionKind;
  bridgedTo: number | null;
  title: string;
  venue: string;
  startsAt: Instant;
  endsAt: Instant;
  speaker: string;
  onlineUrl: string | null;
  agenda: string;
  state: SessionState;
  cancelledReason: string | null;
  revision: number;
  minutes: string;
  minutesBy: string | null;
  minutesAt: Instant | null;
  roomCount: number | null;
  nonMembers: number;
};

const columns = sql`s.id, s.campaign_id as "campaignId", s.body_id as "bodyId", s.kind, s.bridged_to as "bridgedTo", s.title,
  s.venue, s.starts_at as "startsAt", s.ends_at as "endsAt", s.speaker, s.online_url as "onlineUrl", s.agenda, s.state,
  s.cancelled_reason as "cancelledReason", s.revision, s.minutes, s.minutes_by as "minutesBy", s.minutes_at as "minutesAt",
  s.room_count as "roomCount", s.non_members as "nonMembers"`;

export async function findSession(db: Db, id: number): Promise<SessionRow | undefined> {
  const { rows } = await sql<SessionRow>`select ${columns} from study.session s where s.id = ${id}`.execute(db);
  return rows[0];
}

export async function lockSession(tx: Db, id: number): Promise<SessionRow | undefined> {
  const { rows } = await sql<SessionRow>`select ${columns} from study.session s where s.id = ${id} for update`.execute(tx);
  return rows[0];
}

/** Of these campaigns, by time. */
export async function sessionsOf(db: Db, campaigns: readonly number[]): Promise<SessionRow[]> {
  const { rows } = await sql<SessionRow>`
    select ${columns} from study.session s where s.campaign_id = any(${[...campaigns]}::bigint[])
    order by s.starts_at, s.id`.execute(db);
  return rows;
}

export type SessionWrite = Pick<
  SessionRow, 'bodyId' | 'kind' | 'bridgedTo' | 'title' | 'venue' | 'startsAt' | 'endsAt' | 'speaker' | 'onlineUrl' | 'agenda'
>;

export async function insertSession(
  tx: Db, campaignId: number, write: SessionWrite, { by, now, secret }: { by: string | null; now: Instant; secret: Uint8Array },
): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into study.session (campaign_id, body_id, kind, bridged_to, title, venue, starts_at, ends_at, speaker, online_url,
      agenda, code_secret, created_at, created_by)
    values (${campaignId}, ${write.bodyId}, ${write.kind}, ${write.bridgedTo}, ${write.title}, ${write.venue},
      ${write.startsAt}, ${write.endsAt}, ${write.speaker}, ${write.onlineUrl}, ${write.agenda}, ${Buffer.from(secret)}, ${now}, ${by})
    returning id`.execute(tx);
  return rows[0]!.id;
}

/** @param moves a calendar has to know of the change */
export async function updateSession(tx: Db, id: number, write: SessionWrite, moves: boolean): Promise<void> {
  await sql`
    update study.session set body_id = ${write.bodyId}, kind = ${write.kind}, bridged_to = ${write.bridgedTo},
      title = ${write.title}, venue = ${write.venue}, starts_at = ${write.startsAt}, ends_at = ${write.endsAt},
      speaker = ${write.speaker}, online_url = ${write.onlineUrl}, agenda = ${write.agenda},
      revision = revision + ${moves ? 1 : 0}
    where id = ${id}`.execute(tx);
}

export async function setSessionState(tx: Db, id: number, state: SessionState, reason: string | null): Promise<void> {
  await sql`
    update study.session set state = ${state}, cancelled_reason = ${reason}, revision = revision + 1 where id = ${id}`.execute(tx);
}

export async function setMinutes(tx: Db, id: number, minutes: string, { by, now }: { by: string; now: Instant }): Promise<void> {
  await sql`
    update study.session set minutes = ${minutes}, minutes_by = ${by}, minutes_at = ${now},
      state = case when state = 'planned' and ends_at <= ${now} then 'held' else state end
    where id = ${id}`.execute(tx);
}

export type MaterialRow = { label: string; documentId: number | null; url: string | null };

export async function materialsOf(db: Db, sessionId: number): Promise<MaterialRow[]> {
  const { rows } = await sql<MaterialRow>`
    select label, document_id as "documentId", url from study.material where session_id = ${sessionId} order by id`.execute(db);
  return rows;
}

export async function writeMaterials(tx: Db, sessionId: number, materials: readonly MaterialRow[]): Promise<void> {
  await sql`delete from study.material where session_id = ${sessionId}`.execute(tx);
  await sql`
    insert into study.material (session_id, label, document_id, url)
    select ${sessionId}, label, "documentId", url
    from jsonb_to_recordset(${JSON.stringify(materials)}::jsonb) as m(label text, "documentId" bigint, url text)`.execute(tx);
}

/** Who is invited to each of these sessions; members only as far as the asker may see them. */
export async function invitedTo(db: Db, sessions: readonly number[]): Promise<Map<number, Invited>> {
  const wanted = [...sessions];
  const { rows } = await sql<{ id: number; bodies: number[]; members: number[] }>`
    select s.id,
      array(select b.body_id from study.session_body b where b.session_id = s.id order by 1) as bodies,
      array(select m.member_id from study.session_member m where m.session_id = s.id order by 1) as members
    from unnest(${wanted}::bigint[]) as s(id)`.execute(db);
  return new Map(rows.map(({ id, bodies, members }) => [Number(id), { bodies, members: members.map(Number) }]));
}

export async function writeInvited(tx: Db, sessionId: number, { bodies, members }: Invited): Promise<void> {
  await sql`delete from study.session_body where session_id = ${sessionId}`.execute(tx);
  await sql`delete from study.session_member where session_id = ${sessionId}`.execute(tx);
  await sql`
    insert into study.session_body (session_id, body_id)
    select ${sessionId}, b from unnest(${[...bodies]}::int[]) as i(b)`.execute(tx);
  await sql`
    insert into study.session_member (session_id, member_id)
    select ${sessionId}, m from unnest(${[...members]}::bigint[]) as i(m)`.execute(tx);
}
