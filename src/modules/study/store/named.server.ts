import { sql } from 'kysely';
import type { Db } from '#platform/database/client.ts';

export type Named = { id: number; title: string; bodyId: number; sample: boolean };

/** Campaigns by their ids, for later modules that name them; unknown ones are missing. */
export async function campaignsNamed(db: Db, ids: readonly number[]): Promise<Map<number, Named>> {
  const { rows } = await sql<Named>`
    select id, title, body_id as "bodyId", sample from study.campaign
    where id = any(${[...new Set(ids)]}::bigint[])`.execute(db);
  return new Map(rows.map((row) => [row.id, row]));
}

export type NamedSession = { id: number; title: string; startsAt: Date };

/** Sessions of a campaign that were not cancelled, in their order. */
export async function sessionsNamed(db: Db, campaignId: number): Promise<NamedSession[]> {
  const { rows } = await sql<NamedSession>`
    select id, title, starts_at as "startsAt" from study.session
    where campaign_id = ${campaignId} and state <> 'cancelled' order by starts_at, id`.execute(db);
  return rows;
}

export type NamedCampaign = Named & { state: string; opensOn: string; closesOn: string };

/** Those of the sample, for the samples of later modules. */
export async function sampleCampaigns(db: Db): Promise<NamedCampaign[]> {
  const { rows } = await sql<NamedCampaign>`
    select id, title, body_id as "bodyId", sample, state, opens_on::text as "opensOn", closes_on::text as "closesOn"
    from study.campaign where sample order by id`.execute(db);
  return rows;
}
