/** Whose roll it is, and who may keep it: the secretary of the branch, and for its hours the organiser of a session. */
import { bodiesWithin, bodyTree, within } from '#modules/organisation/index.server.ts';
import type { Person } from '#modules/people/index.server.ts';
import { startOf, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { asPerson, asSystem } from '#platform/database/scope.server.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { organiserMay, type Held } from '../rules/roll.ts';
import {
  invitedBodies, invitedMembers, ownBranches, rollCampaign, rollSession, standingSignOffs, type Invited, type RollCampaign,
  type RollSession,
} from '../store/roll.server.ts';

export type Ground = Pick<Runtime, 'db'>;
export type Keeper = { actor: Person; now: Instant };
/** A session, or the whole campaign. */
export type Asked = { session: number } | { campaign: number };
export type Target = { campaign: RollCampaign; session: RollSession | null };

/** Problems: `session.missing`, `campaign.missing`; a draft is nobody's yet. */
export async function targetOf(db: Db, asked: Asked): Promise<Result<Target>> {
  const session = 'session' in asked ? await rollSession(db, asked.session) : null;
  if (session === undefined) return problem('session.missing');
  const campaign = await rollCampaign(db, session?.campaignId ?? (asked as { campaign: number }).campaign);
  if (!campaign || campaign.state === 'draft') return problem(session ? 'session.missing' : 'campaign.missing');
  return ok({ campaign, session });
}

export const heldOf = ({ campaign, session }: Target): Held => ({
  campaign: { state: campaign.state, takesRoll: campaign.takesRoll, opensAt: startOf(campaign.opensOn) },
  session,
});

/** Has the actor a role with which the body that organises the session keeps its roll, in these hours? */
export const organises = ({ session }: Target, { actor, now }: Keeper): boolean =>
  session !== null && organiserMay(session, now) && ofOrganiser(session, actor);

/** The same at any time: the screen is loaded the evening before. */
export const ofOrganiser = (session: RollSession, actor: Person): boolean =>
  actor.grants.some(({ role, bodyId }) => bodyId === session.bodyId && (role === 'secretary' || role === 'officer'));

/** Roster rows that the person reaches; the tree is loaded before the transaction, inside one it never is. */
export async function asKeeper<T>(db: Db, { actor }: Pick<Keeper, 'actor'>, work: (tx: Db) => Promise<T>): Promise<T> {
  if (!db.isTransaction) await bodyTree(db);
  return asPerson(db, actor.personId, work);
}

/** For what an organiser or a phone records in branches that are not their own; gives out nothing but that session. */
export async function asHouse<T>(db: Db, why: string, work: (tx: Db) => Promise<T>): Promise<T> {
  if (!db.isTransaction) await bodyTree(db);
  return asSystem(db, `study: ${why}`, work);
}

/** The database knows roles, not whether a second factor was shown: without it the person has no grants, and no branch. */
export const isSecretary = ({ actor }: Pick<Keeper, 'actor'>): boolean => actor.grants.some(({ role }) => role === 'secretary');

export const branchesOf = async (db: Db, { campaign }: Target, keeper: Keeper): Promise<number[]> =>
  isSecretary(keeper) ? asKeeper(db, keeper, (tx) => ownBranches(tx, campaign.id)) : [];

/** Who is meant by the session, as bodies of the campaign's day with everything below them. */
export async function invitedTo(db: Db, { campaign, session }: Target): Promise<Invited> {
  if (!session) return null;
  const [named, members] = await Promise.all([
    invitedBodies(db, session.id),
    asHouse(db, 'who is invited', (tx) => invitedMembers(tx, session.id)),
  ]);
  if (named.length === 0 && members.length === 0) return null;
  const bodies = (await Promise.all(named.map((body) => bodiesWithin(db, body, campaign.rosterOn)))).flat();
  return { bodies, members };
}

/** Has the branch, or a body above it, signed off? */
export async function signedFor(db: Db, { id, rosterOn }: RollCampaign): Promise<(body: number) => boolean> {
  const signed = await standingSignOffs(db, id);
  if (signed.length === 0) return () => false;
  const isWithin = await within(db, rosterOn);
  return (body) => signed.some((each) => each === body || isWithin(body, each));
}
