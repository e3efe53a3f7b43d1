/** Where somebody keeps a roll: own branches by campaign, and sessions that the own body holds about now. */
import { bodyName } from '#modules/organisation/index.server.ts';
import { addDays, dayOf } from '#platform/clock.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import { AFTER_MS, missing } from '../rules/roll.ts';
import {
  branchCounts, campaignsOfBranches, keptBranches, rollCampaign, sessionsFor, type RollCampaign, type RollSession,
} from '../store/roll.server.ts';
import { asKeeper, isSecretary, ofOrganiser, type Ground, type Keeper } from './roll-ground.server.ts';

export type KeptCampaign = RollCampaign & {
  sessions: RollSession[];
  attended: number;
  expected: number;
  missing: number;
};
export type Rolls = { branches: string[]; campaigns: KeptCampaign[]; organised: (RollSession & { campaign: string })[] };

/** Days after the end of a campaign during which its roll is still in the list. */
const STILL = 90;

/** Problem `forbidden`: keeps no roll. */
export async function readRolls({ db }: Ground, { actor, now }: Keeper): Promise<Result<Rolls>> {
  const bodies = isSecretary({ actor }) ? await asKeeper(db, { actor }, keptBranches) : [];
  const holding = actor.grants.filter(({ role }) => role === 'secretary' || role === 'officer').map(({ bodyId }) => bodyId);
  if (bodies.length === 0 && holding.length === 0) return problem('forbidden');
  const today = dayOf(now);
  const own = await campaignsOfBranches(db, bodies, addDays(today, -STILL));
  const after = new Date(now.getTime() - AFTER_MS);
  const sessions = await sessionsFor(db, { campaigns: own.map(({ id }) => id), bodies: holding, after });
  const campaigns = await Promise.all(own.map(async (campaign): Promise<KeptCampaign> => {
    const counts = await branchCounts(db, campaign.id, bodies);
    const sum = (key: 'members' | 'exempt' | 'attended') => counts.reduce((total, each) => total + each[key], 0);
    const [members, exempt, attended] = [sum('members'), sum('exempt'), sum('attended')];
    return {
      ...campaign, sessions: sessions.filter(({ campaignId }) => campaignId === campaign.id), attended, expected: members - exempt,
      missing: missing({ members, exempt, attended }, campaign.target),
    };
  }));
  const organised = await Promise.all(sessions.filter((each) => ofOrganiser(each, actor) && each.endsAt > after)
    .map(async (each) => ({ ...each, campaign: (await rollCampaign(db, each.campaignId))?.title ?? '' })));
  const branches = await Promise.all(bodies.map((body) => bodyName(db, body, today, today)));
  return ok({ branches, campaigns, organised });
}
