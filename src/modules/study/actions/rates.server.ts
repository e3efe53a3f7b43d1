/** The rates of a campaign along the tree: one honest figure that opens down to the branch, without names. */
import { ancestors, bodyLabel, bodyName, bodyTree, within, type BodyTree, type IsWithin } from '#modules/organisation/index.server.ts';
import { namesOf } from '#modules/people/index.server.ts';
import { dayOf, type Day } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { planForValues } from '#platform/database/plan.server.ts';
import { childrenAt, versionAt } from '#platform/dated/tree.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import { maySeeAtDesk } from '../rules/campaign.ts';
import { absencesShown, addCounts, figuresOf, maySign, type Absences, type Counts, type Figures, type Signed } from '../rules/rates.ts';
import { audienceOf, findCampaign, type CampaignRow } from '../store/campaign.server.ts';
import { countedBeside, heldBelow, rolledUp, signOffsOf, standingOf, trendOf, type Held, type Rolled } from '../store/rates.server.ts';
import { asHouse, type Officer } from './ground.server.ts';

export type RateRow = Figures & {
  id: number;
  name: string;
  branch: boolean;
  sessions: number;
  nonMembers: number;
  /** Null: shown in the branch only, or too few. */
  absences: Absences;
  signed: boolean;
};
export type SignedShown = { figures: Signed; signer: string; at: Date; reopened: { at: Date; by: string; reason: string } | null };
export type RatesPage = {
  campaign: Pick<CampaignRow, 'id' | 'title' | 'target' | 'state' | 'rosterOn' | 'sample'>;
  /** The tree and the counts are those of this day. */
  day: Day;
  body: { id: number; name: string };
  path: { id: number; name: string }[];
  whole: RateRow;
  rows: RateRow[];
  trend: (Figures & { campaignId: number; title: string; opensOn: Day; target: number })[];
  signOffs: SignedShown[];
  may: { sign: boolean; reopen: boolean };
  /** Bodies below whose figures nobody has signed yet. */
  unsigned: number;
};

/** A campaign that goes on is counted today, one that is over on the day it was closed. */
export const countedOn = ({ closedAt }: Pick<CampaignRow, 'closedAt'>, today: Day): Day => (closedAt ? dayOf(closedAt) : today);

const TREND = 12;

/** @param body null: the highest body that the actor sees. Problems: `campaign.missing`, `forbidden`, `body.missing`. */
export async function readRates(db: Db, id: number, body: number | null, officer: Officer): Promise<Result<RatesPage>> {
  const campaign = await findCampaign(db, id);
  if (!campaign || !campaign.takesRoll || campaign.state === 'draft') return problem('campaign.missing');
  const today = dayOf(officer.now);
  const isWithin = await within(db, today);
  const audience = await audienceOf(db, id);
  if (!maySeeAtDesk(officer.actor, { ...campaign, audience }, isWithin)) return problem('forbidden');
  const at = body ?? (await highest(db, campaign, officer, isWithin));
  if (at === null || !maySign(officer.actor, at, isWithin)) return problem('forbidden');
  const day = countedOn(campaign, today);
  const tree = await bodyTree(db);
  return asHouse(db, 'rates', (tx) => pageOf(tx, { campaign, at, day, today, tree, officer, isWithin }));
}

/** The body of the campaign for whoever manages it, else the actor's own. */
async function highest(db: Db, campaign: CampaignRow, { actor, now }: Officer, isWithin: IsWithin): Promise<number | null> {
  if (maySign(actor, campaign.bodyId, isWithin)) return campaign.bodyId;
  const own = actor.grants.filter(({ bodyId }) => maySign(actor, bodyId, isWithin)).map(({ bodyId }) => bodyId);
  const counted = await asHouse(db, 'rates', (tx) => rolledUp(tx, campaign.id, own, countedOn(campaign, dayOf(now))));
  return counted.sort((a, b) => b.members - a.members)[0]?.body ?? null;
}

type Asked = {
  campaign: CampaignRow; at: number; day: Day; today: Day; tree: BodyTree; officer: Officer; isWithin: IsWithin;
};

async function pageOf(tx: Db, asked: Asked): Promise<Result<RatesPage>> {
  const { campaign, at, day, today, tree, officer, isWithin } = asked;
  const children = childrenAt(tree, at, day);
  const bodies = [at, ...children];
  const [{ parts, whole }, held, signed, trend, signOffs] = await Promise.all([
    rollOf(tx, campaign.id, at, { tree, day }), heldBelow(tx, campaign.id, bodies, day, officer.now), standingOf(tx, campaign.id, bodies),
    trendOf(tx, at, today, TREND), signOffsOf(tx, campaign.id, at),
  ]);
  const isBranch = (body: number): boolean => childrenAt(tree, body, day).length === 0;
  const absences = absencesShown(parts.map((part) => ({ ...part, branch: isBranch(part.body) })));
  const hidden = new Map([...absences].map(([part, shown]) => [part.body, shown]));
  const shape = { campaign, held, signed: new Set(signed.map(({ body }) => body)), today, isBranch };
  const rows = await Promise.all(parts.map((part) => rowOf(tx, shape, part, hidden.get(part.body) ?? null)));
  const people = await namesOf(tx, signOffs.flatMap(({ signedBy, reopenedBy }) => (reopenedBy ? [signedBy, reopenedBy] : [signedBy])));
  const path = (await ancestors(tx, at, day)).filter((above) => maySign(officer.actor, above, isWithin));
  const { id, title, target, state, rosterOn, sample } = campaign;
  return ok({
    campaign: { id, title, target, state, rosterOn, sample }, day, body: { id: at, name: await bodyName(tx, at, day, today) },
    path: await Promise.all(path.reverse().map(async (above) => ({ id: above, name: await bodyName(tx, above, day, today) }))),
    whole: await rowOf(tx, shape, whole, wholeAbsences(whole, isBranch(at))),
    rows: rows.sort((a, b) => Number(a.met ?? true) - Number(b.met ?? true) || (a.percent ?? 101) - (b.percent ?? 101)),
    trend: trend.map((row) => ({ ...figuresOf(row, row.target), campaignId: row.campaignId, title: row.title, opensOn: row.opensOn, target: row.target })),
    signOffs: signOffs.map((each): SignedShown => ({
      figures: each.figures, signer: people.get(each.signedBy) ?? '', at: each.signedAt,
      reopened: each.reopenedAt ? { at: each.reopenedAt, by: people.get(each.reopenedBy ?? '') ?? '', reason: each.reopenedReason ?? '' } : null,
    })),
    may: signingOf(asked, shape.signed.has(at), whole),
    unsigned: rows.filter((row) => !row.signed).length,
  });
}

/**
 * A body and what is directly below it. Whatever exists on the day is in exactly one part; beside the parts stand the
 * body itself, and those that ended and live on in several of its parts.
 */
export async function rollOf(
  tx: Db, campaignId: number, at: number, { tree, day }: { tree: BodyTree; day: Day },
): Promise<{ parts: Rolled[]; whole: Rolled }> {
  const children = childrenAt(tree, at, day);
  const ended = [...tree.leaving.keys()].filter((body) => !versionAt(tree, body, day));
  await planForValues(tx);
  const parts = await rolledUp(tx, campaignId, children, day);
  const beside = await countedBeside(tx, campaignId, { at, parts: children, bodies: [at, ...ended] }, day);
  const known = new Map(parts.map((part) => [part.body, part]));
  const branches = parts.reduce((sum, part) => sum + part.branches, beside.branches);
  return { parts: children.flatMap((child) => known.get(child) ?? []), whole: { ...parts.reduce<Counts>(addCounts, beside), body: at, branches } };
}

/** Whoever is in the branch knows why people were absent; of larger bodies no small numbers. */
const wholeAbsences = (whole: Counts, branch: boolean): Absences =>
  branch ? { excused: whole.excused, unexcused: whole.unexcused } : (absencesShown([{ ...whole, branch: false }]).values().next().value ?? null);

/** A body answers for itself; who asks it to look again stands above it. */
function signingOf({ campaign, at, officer, isWithin, tree, day }: Asked, signed: boolean, whole: Counts): RatesPage['may'] {
  const open = campaign.state === 'announced' || campaign.state === 'closed';
  const above = versionAt(tree, at, day)?.parent ?? at;
  return {
    sign: open && !signed && whole.members > 0 && maySign(officer.actor, at, isWithin),
    reopen: open && signed && maySign(officer.actor, above, isWithin),
  };
}

type Shape = { campaign: CampaignRow; held: readonly Held[]; signed: ReadonlySet<number>; today: Day; isBranch(body: number): boolean };

async function rowOf(tx: Db, { campaign, held, signed, today, isBranch }: Shape, counts: Rolled, absences: Absences): Promise<RateRow> {
  const own = held.find(({ body }) => body === counts.body);
  const label = await bodyLabel(tx, counts.body, campaign.rosterOn, today);
  return {
    ...figuresOf(counts, campaign.target), id: counts.body, name: label?.name ?? (await bodyName(tx, counts.body, today, today)),
    branch: isBranch(counts.body), sessions: own?.sessions ?? 0, nonMembers: own?.nonMembers ?? 0, absences, signed: signed.has(counts.body),
  };
}
