/** The secretary's list: who is on it, how they took part, and the taps that say so. */
import { randomUUID } from 'node:crypto';
import { bodyName } from '#modules/organisation/index.server.ts';
import { audit } from '#platform/audit/audit.server.ts';
import { dayOf } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import { compareVi } from '#platform/text/collation.ts';
import type { Tap } from '../input/roll.ts';
import { closedFor, instantOf, missing, type Outcome, type Refusal, type Way } from '../rules/roll.ts';
import { branchCounts, ownBranches, rollOf, type BranchCounts, type Rolled } from '../store/roll.server.ts';
import {
  asHouse, asKeeper, branchesOf, heldOf, invitedTo, organises, signedFor, targetOf, type Asked, type Ground, type Keeper,
  type Target,
} from './roll-ground.server.ts';
import { record, type NewMark, type Told } from './roll-record.server.ts';

export type RollPerson = Pick<Rolled, 'member' | 'name' | 'exempt' | 'outcome' | 'reason' | 'way' | 'provisional' | 'at'> & {
  /** Attended in another session of the campaign. */
  elsewhere: boolean;
};
export type RollBranch = {
  id: number;
  name: string;
  signed: boolean;
  counts: Omit<BranchCounts, 'body'>;
  /** How many more have to attend for the target. */
  missing: number;
  people: RollPerson[];
};
export type RollPage = {
  campaign: Target['campaign'];
  session: Target['session'];
  /** In whose place the reader keeps the roll. */
  hand: 'branch' | 'organiser';
  /** The reader may also keep it in the other place. */
  other: 'branch' | 'organiser' | null;
  /** Why nothing can be recorded now. */
  closed: Refusal | null;
  branches: RollBranch[];
  /** The list was cut. */
  more: boolean;
};

/** A hall has a thousand seats; whoever organises more looks branch by branch. */
const MOST = 1_500;

/** Problems: `session.missing`, `campaign.missing`, `forbidden`: neither the branch's secretary nor, now, the organiser. */
export async function readRoll({ db }: Ground, asked: Asked, as: string | null, keeper: Keeper): Promise<Result<RollPage>> {
  const target = await targetOf(db, asked);
  if (!target.ok) return target;
  const hands = await handsOf(db, target.value, keeper);
  const hand = as === 'organiser' || as === 'branch' ? hands.find((each) => each === as) : hands[0];
  if (!hand) return problem('forbidden');
  const other = hands.find((each) => each !== hand) ?? null;
  const shown = hand === 'branch' ? await branchRoll(db, target.value, keeper) : await organiserRoll(db, target.value, keeper);
  return ok({ ...target.value, hand, other, closed: closedFor(heldOf(target.value)) ?? null, ...shown });
}

export async function handsOf(db: Db, target: Target, keeper: Keeper): Promise<('branch' | 'organiser')[]> {
  const branches = await branchesOf(db, target, keeper);
  return [...(branches.length > 0 ? ['branch' as const] : []), ...(organises(target, keeper) ? ['organiser' as const] : [])];
}

async function branchRoll(db: Db, target: Target, keeper: Keeper) {
  const { campaign, session } = target;
  const invited = await invitedTo(db, target);
  const { rows, bodies, counts } = await asKeeper(db, keeper, async (tx) => {
    const own = await ownBranches(tx, campaign.id);
    const filter = { campaign: campaign.id, session: session?.id ?? null, bodies: own, invited, limit: MOST + 1 };
    return { rows: await rollOf(tx, filter), bodies: own, counts: await branchCounts(tx, campaign.id, own) };
  });
  const isSigned = await signedFor(db, campaign);
  const branches = await Promise.all(bodies.map(async (id): Promise<RollBranch> => {
    const { body: _, ...own } = counts.find(({ body }) => body === id)!;
    return {
      id, name: await bodyName(db, id, campaign.rosterOn, dayOf(keeper.now)), signed: isSigned(id), counts: own,
      missing: missing(own, campaign.target), people: rows.slice(0, MOST).filter(({ body }) => body === id).map((row) => personOf(row, session)),
    };
  }));
  return { branches: branches.sort((a, b) => compareVi(a.name, b.name)), more: rows.length > MOST };
}

const personOf = ({ member, name, exempt, outcome, reason, way, provisional, at, sessionId }: Rolled, session: Target['session']): RollPerson => ({
  member, name, exempt, outcome, reason, way, provisional, at,
  elsewhere: session !== null && outcome === 'attended' && sessionId !== null && sessionId !== session.id,
});

/** Names, and what was recorded in this session; nothing of what other sessions or the branch wrote down. */
async function organiserRoll(db: Db, target: Target, { actor, now }: Keeper) {
  const { campaign, session } = target;
  const invited = await invitedTo(db, target);
  const rows = await asHouse(db, 'roll of a session by its organiser', async (tx) => {
    await audit(tx, { kind: 'study.rollOpened', by: actor, bodyId: session!.bodyId, subject: `session:${session!.id}`, now });
    return rollOf(tx, { campaign: campaign.id, session: session!.id, bodies: null, invited, limit: MOST + 1 });
  });
  const people = rows.slice(0, MOST).map((row): RollPerson => {
    const here = row.sessionId === session!.id;
    const { member, name, outcome, way, provisional, at } = row;
    return here
      ? { member, name, exempt: false, outcome, reason: null, way, provisional, at, elsewhere: false }
      : { member, name, exempt: false, outcome: null, reason: null, way: null, provisional: false, at: null, elsewhere: false };
  });
  const of = (outcome: Outcome) => people.filter((each) => each.outcome === outcome && !each.provisional).length;
  const counts = { members: people.length, exempt: 0, attended: of('attended'), excused: of('excused'), unexcused: of('unexcused') };
  const branch = { id: 0, name: '', signed: false, counts, missing: 0, people };
  return { branches: [branch], more: rows.length > MOST };
}

export type Tapped = { taps: readonly Tap[]; sentAt: number; as: string | null; way?: Way };

/**
 * Takes taps of a list. Problems: as `readRoll`. What is wrong with a single tap is told with it.
 * `sentAt`: what the device's clock said when it sent them.
 */
export async function takeTaps({ db }: Ground, asked: Asked, tapped: Tapped, keeper: Keeper): Promise<Result<Told[]>> {
  const target = await targetOf(db, asked);
  if (!target.ok) return target;
  const hands = await handsOf(db, target.value, keeper);
  const hand = tapped.as === 'organiser' || tapped.as === 'branch' ? hands.find((each) => each === tapped.as) : hands[0];
  if (!hand) return problem('forbidden');
  const marks = tapped.taps.map(({ at, ...tap }): NewMark => {
    const when = instantOf(at, { sentAt: tapped.sentAt, receivedAt: keeper.now });
    return { ...tap, way: tapped.way ?? 'list', at: when, deviceAt: when.getTime() < keeper.now.getTime() ? when : null };
  });
  return ok(hand === 'branch' ? await asBranch(db, target.value, marks, keeper) : await asOrganiser(db, target.value, marks, keeper));
}

export const asBranch = (db: Db, target: Target, marks: readonly NewMark[], keeper: Keeper): Promise<Told[]> =>
  asKeeper(db, keeper, async (tx) => {
    const own = new Set(await ownBranches(tx, target.campaign.id));
    return record(tx, target, marks, { by: keeper.actor.personId, now: keeper.now, scope: 'branch', about: ({ body }) => own.has(body) });
  });

export async function asOrganiser(db: Db, target: Target, marks: readonly NewMark[], { actor, now }: Keeper): Promise<Told[]> {
  const session = target.session!;
  const invited = await invitedTo(db, target);
  const bodies = new Set(invited?.bodies);
  const members = new Set(invited?.members);
  const told = await asHouse(db, 'roll of a session by its organiser', async (tx) => {
    const taken = await record(tx, target, marks, {
      by: actor.personId, now, scope: 'session',
      about: ({ member, body, sessionId }) => invited === null || bodies.has(body) || members.has(member) || sessionId === session.id,
    });
    await audit(tx, {
      kind: 'study.rollKept', by: actor, bodyId: session.bodyId, subject: `session:${session.id}`, details: { count: taken.length }, now,
    });
    return taken;
  });
  // What another session or the branch wrote down is not told: only that this mark did not decide.
  return told.map((each) => (each.standing?.sessionId === session.id ? each : { ...each, standing: null }));
}


/** Says of everybody about whom nothing is known yet, and who is not exempt. Problems: as `readRoll`. @returns how many */
export async function takeRest(
  ground: Ground, asked: Asked, { outcome, branch, as }: { outcome: Outcome; branch: number | null; as: string | null }, keeper: Keeper,
): Promise<Result<number>> {
  const page = await readRoll(ground, asked, as, keeper);
  if (!page.ok) return page;
  const people = page.value.branches.filter(({ id }) => branch === null || id === branch).flatMap((each) => each.people);
  const at = keeper.now.getTime();
  const taps = people.filter((each) => each.outcome === null && !each.exempt)
    .map(({ member }): Tap => ({ id: randomUUID(), member, outcome, reason: null, seen: null, at }));
  const taken = await takeTaps(ground, asked, { taps, sentAt: at, as }, keeper);
  return taken.ok ? ok(taken.value.filter(({ verdict }) => verdict === 'counts').length) : taken;
}
