/** Where a member stands in campaigns: the ground of the members' pages, calendars and reminders. */
import { ancestors } from '#modules/organisation/index.server.ts';
import { memberOfAccount } from '#modules/members/index.server.ts';
import { dayOf, type Day, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { isInvited } from '../rules/session.ts';
import { findCampaign, type CampaignRow } from '../store/campaign.server.ts';
import { entriesOf, type OwnEntry } from '../store/learn.server.ts';
import { invitedTo, sessionsOf, type SessionRow } from '../store/session.server.ts';
import { asHouse } from './ground.server.ts';

export type OwnCampaign = {
  campaign: CampaignRow;
  entry: OwnEntry;
  memberId: number;
  /** To which the member is invited, by time. */
  sessions: SessionRow[];
};

/**
 * Campaigns on whose roster the person is, the latest first; drafts are nobody's yet. Asked in the name of the house:
 * callers have made sure that it is this person's own.
 */
export async function ownCampaigns(db: Db, personId: string, now: Instant): Promise<OwnCampaign[]> {
  const member = await memberOfAccount(db, personId, dayOf(now));
  if (!member) return [];
  const entries = await asHouse(db, 'own participation', (tx) => entriesOf(tx, member.memberId));
  const campaigns = await Promise.all(entries.map(({ campaignId }) => findCampaign(db, campaignId)));
  const sessions = await invitedSessions(db, { memberId: member.memberId, today: dayOf(now) }, entries.flatMap((entry, at) => {
    const campaign = campaigns[at];
    return campaign && campaign.state !== 'draft' ? [{ campaign, bodyId: entry.bodyId }] : [];
  }));
  return entries.flatMap((entry, at) => {
    const campaign = campaigns[at];
    if (!campaign || campaign.state === 'draft') return [];
    return [{ campaign, entry, memberId: member.memberId, sessions: sessions.get(campaign.id) ?? [] }];
  }).sort((a, b) => (a.campaign.opensOn < b.campaign.opensOn ? 1 : -1));
}

/** Of each campaign the sessions to which this member is invited. */
async function invitedSessions(
  db: Db, { memberId, today }: { memberId: number; today: Day }, places: readonly { campaign: CampaignRow; bodyId: number }[],
): Promise<Map<number, SessionRow[]>> {
  const all = await sessionsOf(db, places.map(({ campaign }) => campaign.id));
  const invited = await asHouse(db, 'who is invited', (tx) => invitedTo(tx, all.map(({ id }) => id)));
  const found = new Map<number, SessionRow[]>();
  for (const { campaign, bodyId } of places) {
    // A branch that a reorganisation founded meanwhile has no place in the tree of that day, only in today's.
    const reach = [bodyId, ...(await ancestors(db, bodyId, campaign.rosterOn)), ...(await ancestors(db, bodyId, today))];
    found.set(campaign.id, all.filter(({ id, campaignId }) =>
      campaignId === campaign.id && isInvited(invited.get(id) ?? { bodies: [], members: [] }, { id: memberId, reach })));
  }
  return found;
}

/** Catch-up sessions that are still to come, for somebody who has not attended and has to. */
export const catchupsOf = ({ entry, sessions }: Pick<OwnCampaign, 'entry' | 'sessions'>, now: Instant): SessionRow[] =>
  entry.exempt || entry.outcome === 'attended'
    ? []
    : sessions.filter(({ kind, state, startsAt }) => kind === 'catchup' && state === 'planned' && startsAt > now);
