/** Campaigns, whom they mean and what is studied in them. */
import { sql, type RawBuilder } from 'kysely';
import type { Day, Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Audience, AudienceRole, CampaignState, Refreshed } from '../rules/campaign.ts';

export type CampaignRow = {
  id: number;
  bodyId: number;
  title: string;
  purpose: string;
  state: CampaignState;
  cancelledReason: string | null;
  opensOn: Day;
  closesOn: Day;
  rosterOn: Day;
  audience: Audience;
  audienceRoles: AudienceRole[];
  /** Hundredths of a per cent. */
  target: number;
  takesRoll: boolean;
  reminderDays: number[];
  copiedFrom: number | null;
  sample: boolean;
  updatedAt: Instant;
  announcedAt: Instant | null;
  announcedBy: string | null;
  closedAt: Instant | null;
  createdBy: string | null;
  refreshed: (Refreshed & { at: string }) | null;
};

const columns = sql`c.id, c.body_id as "bodyId", c.title, c.purpose, c.state, c.cancelled_reason as "cancelledReason",
  c.opens_on as "opensOn", c.closes_on as "closesOn", c.roster_on as "rosterOn", c.audience,
  c.audience_roles as "audienceRoles", c.target, c.takes_roll as "takesRoll", c.reminder_days as "reminderDays",
  c.copied_from as "copiedFrom", c.sample, c.updated_at as "updatedAt", c.announced_at as "announcedAt",
  c.announced_by as "announcedBy", c.closed_at as "closedAt", c.created_by as "createdBy", c.refreshed`;

export async function findCampaign(db: Db, id: number): Promise<CampaignRow | undefined> {
  const { rows } = await sql<CampaignRow>`select ${columns} from study.campaign c where c.id = ${id}`.execute(db);
  return rows[0];
}

/** Inside a transaction that will change it. */
export async function lockCampaign(tx: Db, id: number): Promise<CampaignRow | undefined> {
  const { rows } = await sql<CampaignRow>`
    select ${columns} from study.campaign c where c.id = ${id} for update`.execute(tx);
  return rows[0];
}

export type CampaignWrite = Pick<
  CampaignRow, 'bodyId' | 'title' | 'purpose' | 'opensOn' | 'closesOn' | 'rosterOn' | 'target' | 'takesRoll' | 'reminderDays'
>;
type Author = { by: string | null; now: Instant };

export async function insertCampaign(
  tx: Db, write: CampaignWrite & { copiedFrom: number | null; sample: boolean }, { by, now }: Author,
): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into study.campaign (body_id, title, purpose, state, opens_on, closes_on, roster_on, target, takes_roll,
      reminder_days, copied_from, sample, created_at, created_by, updated_at)
    values (${write.bodyId}, ${write.title}, ${write.purpose}, 'draft', ${write.opensOn}, ${write.closesOn},
      ${write.rosterOn}, ${write.target}, ${write.takesRoll}, ${write.reminderDays}, ${write.copiedFrom}, ${write.sample},
      ${now}, ${by}, ${now})
    returning id`.execute(tx);
  return rows[0]!.id;
}

export async function updateCampaign(tx: Db, id: number, write: CampaignWrite, now: Instant): Promise<void> {
  await sql`
    update study.campaign set body_id = ${write.bodyId}, title = ${write.title}, purpose = ${write.purpose},
      opens_on = ${write.opensOn}, closes_on = ${write.closesOn}, roster_on = ${write.rosterOn}, target = ${write.target},
      takes_roll = ${write.takesRoll}, reminder_days = ${write.reminderDays}, updated_at = ${now}
    where id = ${id}`.execute(tx);
}

export async function setState(
  tx: Db, id: number, { state, reason, by, now }: { state: CampaignState; reason?: string; by: string | null; now: Instant },
): Promise<void> {
  await sql`
    update study.campaign set state = ${state}, cancelled_reason = ${reason ?? null}, updated_at = ${now},
      announced_at = case when ${state} = 'announced' then coalesce(announced_at, ${now}) else announced_at end,
      announced_by = case when ${state} = 'announced' then coalesce(announced_by, ${by}::uuid) else announced_by end,
      closed_at = case when ${state} = 'closed' then ${now}::timestamptz end
    where id = ${id}`.execute(tx);
}

export async function setRefreshed(tx: Db, id: number, refreshed: Refreshed & { at: string }): Promise<void> {
  await sql`update study.campaign set refreshed = ${JSON.stringify(refreshed)}::jsonb where id = ${id}`.execute(tx);
}

/** The bodies that are meant, with everything below them. */
export async function audienceOf(db: Db, campaignId: number): Promise<number[]> {
  const { rows } = await sql<{ body: number }>`
    select body_id as body from study.audience_body where campaign_id = ${campaignId} order by body_id`.execute(db);
  return rows.map(({ body }) => body);
}

export type AudienceWrite = { audience: Audience; roles: readonly AudienceRole[]; bodies: readonly number[]; members: readonly number[] };

export async function writeAudience(tx: Db, id: number, write: AudienceWrite, now: Instant): Promise<void> {
  await sql`
    update study.campaign set audience = ${write.audience}, audience_roles = ${[...write.roles]}::text[], updated_at = ${now}
    where id = ${id}`.execute(tx);
  await sql`delete from study.audience_body where campaign_id = ${id}`.execute(tx);
  await sql`
    insert into study.audience_body (campaign_id, body_id)
    select ${id}, body from unnest(${[...write.bodies]}::int[]) as b(body)`.execute(tx);
  await sql`delete from study.audience_member where campaign_id = ${id}`.execute(tx);
  await sql`
    insert into study.audience_member (campaign_id, member_id)
    select ${id}, member from unnest(${[...write.members]}::bigint[]) as m(member)`.execute(tx);
}

export async function listedMembers(db: Db, campaignId: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select member_id as id from study.audience_member where campaign_id = ${campaignId}`.execute(db);
  return rows.map(({ id }) => id);
}

export type StudiedRow = { documentId: number; version: number; anchors: string[] };

export async function studiedOf(db: Db, campaignId: number): Promise<StudiedRow[]> {
  const { rows } = await sql<StudiedRow>`
    select document_id as "documentId", document_version as version, anchors
    from study.studied where campaign_id = ${campaignId} order by position`.execute(db);
  return rows;
}

/** All of them anew, in this order. */
export async function writeStudied(tx: Db, campaignId: number, studied: readonly StudiedRow[]): Promise<void> {
  const rows = studied.map((each, position) => ({ ...each, position }));
  await sql`delete from study.studied where campaign_id = ${campaignId}`.execute(tx);
  await sql`
    insert into study.studied (campaign_id, document_id, document_version, anchors, position)
    select ${campaignId}, "documentId", version, anchors, position
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as s("documentId" bigint, version integer, anchors text[], position smallint)`.execute(tx);
}

export type CampaignFilter = {
  /** Folded words, each at the beginning of a word of the title. */
  words: readonly string[];
  state: CampaignState | null;
  /** Held by one of these; or announced (or later) and meant for one of `meant`. */
  held: readonly number[] | 'announced';
  meant?: readonly number[];
  limit: number;
  offset: number;
};

function matching({ words, state, held, meant = [] }: CampaignFilter): RawBuilder<unknown> {
  const conditions = words.map((word) => sql`position(${` ${word}`} in c.search_key) > 0`);
  if (state) conditions.push(sql`c.state = ${state}`);
  if (held === 'announced') conditions.push(sql`c.state in ('announced', 'closed')`);
  else {
    conditions.push(sql`(c.body_id = any(${[...held]}::int[]) or (c.state <> 'draft' and exists (
      select from study.audience_body a where a.campaign_id = c.id and a.body_id = any(${[...meant]}::int[]))))`);
  }
  return sql`from study.campaign c where ${sql.join([sql`true`, ...conditions], sql` and `)}`;
}

/** The latest first. */
export async function listCampaigns(db: Db, filter: CampaignFilter): Promise<{ rows: CampaignRow[]; total: number }> {
  const { rows } = await sql<CampaignRow & { total: number }>`
    select ${columns}, count(*) over ()::int as total ${matching(filter)}
    order by c.opens_on desc, c.id desc limit ${sql.lit(filter.limit)} offset ${sql.lit(filter.offset)}`.execute(db);
  return { rows, total: rows[0]?.total ?? 0 };
}

/** Announced campaigns whose last day has not passed or has just done. */
export async function openCampaigns(db: Db, today: Day): Promise<CampaignRow[]> {
  const { rows } = await sql<CampaignRow>`
    select ${columns} from study.campaign c where c.state = 'announced' and c.closes_on >= ${today}::date
    order by c.id`.execute(db);
  return rows;
}
