/** One participation with everything that was ever recorded about it: for the secretary, and for the member. */
import { bodyName } from '#modules/organisation/index.server.ts';
import { namesOf } from '#modules/people/index.server.ts';
import { dayOf } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import { memberOf } from '../store/roll.server.ts';
import {
  answerObjection, findParticipation, insertObjection, objectionsOf, participationsOf, trailOf, type Objection, type Participation, type TrailRow,
} from '../store/roll-more.server.ts';
import { asKeeper, branchesOf, targetOf, type Ground, type Keeper } from './roll-ground.server.ts';

export type Trail = {
  participation: Participation & { bodyName: string };
  trail: (Omit<TrailRow, 'by'> & { by: string; own: boolean })[];
  objections: (Objection & { answerer: string })[];
};

/** Everything the asker may see of it; undefined when that is nothing. */
async function trailIn(db: Db, campaign: number, member: number, { actor, now }: Keeper): Promise<Trail | undefined> {
  const found = await asKeeper(db, { actor }, async (tx) => {
    const participation = await findParticipation(tx, campaign, member);
    return participation && { participation, trail: await trailOf(tx, campaign, member), objections: await objectionsOf(tx, campaign, member) };
  });
  if (!found) return undefined;
  const ids = [...found.trail.map(({ by }) => by), ...found.objections.map(({ answeredBy }) => answeredBy)].filter((id) => id !== null);
  const names = await namesOf(db, [...new Set(ids)]);
  const today = dayOf(now);
  return {
    participation: { ...found.participation, bodyName: await bodyName(db, found.participation.body, found.participation.opensOn, today) },
    trail: found.trail.map(({ by, ...row }) => ({ ...row, by: names.get(by ?? '') ?? '', own: by === actor.personId })),
    objections: found.objections.map((each) => ({ ...each, answerer: names.get(each.answeredBy ?? '') ?? '' })),
  };
}

/** For the secretary of the branch. Problems: `campaign.missing`, `forbidden`: not the branch's secretary. */
export async function readTrail({ db }: Ground, campaign: number, member: number, keeper: Keeper): Promise<Result<Trail>> {
  const target = await targetOf(db, { campaign });
  if (!target.ok) return target;
  const branches = await branchesOf(db, target.value, keeper);
  const trail = branches.length > 0 ? await trailIn(db, campaign, member, keeper) : undefined;
  // One's own record is read among one's own (`readMine`).
  return trail && branches.includes(trail.participation.body) ? ok(trail) : problem('forbidden');
}

/** Problems: as `readTrail`; `objection.done`: somebody has answered it. */
export async function answer(
  ground: Ground, { campaign, member }: { campaign: number; member: number }, said: { id: number; answer: string }, keeper: Keeper,
): Promise<Result<void>> {
  const trail = await readTrail(ground, campaign, member, keeper);
  if (!trail.ok) return trail;
  const done = await asKeeper(ground.db, keeper, (tx) => answerObjection(tx, { ...said, campaign, member, by: keeper.actor.personId, now: keeper.now }));
  return done ? ok(undefined) : problem('objection.done');
}

/** What a member took part in, and one participation with its trail. */
export type Mine = { participations: Participation[]; one: Trail | null };

/** Problem `member.none`: the account belongs to nobody on a list. */
export async function readMine({ db }: Ground, campaign: number | null, keeper: Keeper): Promise<Result<Mine>> {
  const own = await asKeeper(db, keeper, async (tx) => {
    const member = await memberOf(tx, keeper.actor.personId);
    return member === undefined ? undefined : { member, participations: await participationsOf(tx, member) };
  });
  if (!own) return ok({ participations: [], one: null });
  const one = campaign === null ? null : ((await trailIn(db, campaign, own.member, keeper)) ?? null);
  return ok({ participations: own.participations, one });
}

/** A member says that the own record is wrong. Problems: `member.none`, `objection.many`: three wait already. */
export async function object({ db }: Ground, campaign: number, text: string, keeper: Keeper): Promise<Result<void>> {
  return asKeeper(db, keeper, async (tx) => {
    const member = await memberOf(tx, keeper.actor.personId);
    if (member === undefined || !(await findParticipation(tx, campaign, member))) return problem('member.none');
    const open = (await objectionsOf(tx, campaign, member)).filter((each) => each.answer === null);
    if (open.length >= MOST_OPEN) return problem('objection.many');
    await insertObjection(tx, { campaign, member, text, now: keeper.now });
    return ok(undefined);
  });
}
const MOST_OPEN = 3;
