/** A body signs for its figures, which then stand; they are opened again only from above, with a reason. */
import { ancestors, bodyTree, within } from '#modules/organisation/index.server.ts';
import { audit } from '#platform/audit/audit.server.ts';
import { dayOf } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { versionAt } from '#platform/dated/tree.ts';
import { emit } from '#platform/jobs/events.server.ts';
import { fieldProblem, ok, problem, type Result } from '#platform/result.ts';
import { maySign, NO_COUNTS, type Signed } from '../rules/rates.ts';
import { lockCampaign, type CampaignRow } from '../store/campaign.server.ts';
import { heldBelow, insertSignOff, reopenSignOffs, rolledUp } from '../store/rates.server.ts';
import { holdAlone } from '../store/roll.server.ts';
import { change, type Ground, type Officer } from './ground.server.ts';
import { countedOn } from './rates.server.ts';

type Asked = { campaign: number; body: number };

/** Marks that are on their way are either in what is signed, or refused because it is. Problem `campaign.missing`. */
async function heldCampaign(tx: Db, id: number): Promise<Result<CampaignRow>> {
  await holdAlone(tx, id);
  const campaign = await lockCampaign(tx, id);
  return campaign?.takesRoll && (campaign.state === 'announced' || campaign.state === 'closed') ? ok(campaign) : problem('campaign.missing');
}

/**
 * Problems: `campaign.missing`, `forbidden`, `sign.nobody`: nobody of the roster is counted there, `sign.changed`: since
 * the page was shown somebody was recorded, `sign.already`.
 */
export async function signOff(ground: Ground, { campaign: id, body }: Asked, seen: string, { actor, now }: Officer): Promise<Result<void>> {
  const isWithin = await within(ground.db, dayOf(now));
  if (!maySign(actor, body, isWithin)) return problem('forbidden');
  return change(ground, 'signing off', async (tx) => {
    const held = await heldCampaign(tx, id);
    if (!held.ok) return held;
    const figures = await figuresToSign(tx, held.value, body, now);
    if (figures.members === 0) return problem('sign.nobody');
    if (seen !== seenOf(figures)) return problem('sign.changed');
    const made = await insertSignOff(tx, { campaignId: id, body, figures, by: actor.personId, now });
    if (made === undefined) return problem('sign.already');
    const { attended, members, exempt } = figures;
    await audit(tx, { kind: 'study.signOff', by: actor, bodyId: body, subject: `campaign:${id}`, details: { attended, members, exempt }, now });
    await emit(tx, 'study.signedOff', { campaign: id, body });
    return ok(undefined);
  });
}

/** What the page showed, in one word: nobody signs for figures they have not seen. */
export const seenOf = ({ members, exempt, attended }: Pick<Signed, 'members' | 'exempt' | 'attended'>): string =>
  [members, exempt, attended].join('-');

async function figuresToSign(tx: Db, campaign: CampaignRow, body: number, now: Date): Promise<Signed> {
  const day = countedOn(campaign, dayOf(now));
  const [counted] = await rolledUp(tx, campaign.id, [body], day);
  const [held] = await heldBelow(tx, campaign.id, [body], day, now);
  const { members, exempt, attended, excused, unexcused } = counted ?? NO_COUNTS;
  return { members, exempt, attended, excused, unexcused, sessions: held?.sessions ?? 0, nonMembers: held?.nonMembers ?? 0 };
}

/**
 * Opens the figures of a body for correction, and with them those above that contain them. Problems: `campaign.missing`,
 * `forbidden`, `reason.missing`, `reason.long`, `sign.none`.
 */
export async function reopen(ground: Ground, { campaign: id, body }: Asked, typed: string, { actor, now }: Officer): Promise<Result<void>> {
  const reason = typed.trim();
  if (reason === '') return fieldProblem('reason', 'reason.missing');
  if (reason.length > 1_000) return fieldProblem('reason', 'reason.long');
  const today = dayOf(now);
  const isWithin = await within(ground.db, today);
  const tree = await bodyTree(ground.db);
  const above = await ancestors(ground.db, body, today);
  return change(ground, 'opening figures again', async (tx) => {
    const held = await heldCampaign(tx, id);
    if (!held.ok) return held;
    const parent = versionAt(tree, body, countedOn(held.value, today))?.parent ?? body;
    if (!maySign(actor, parent, isWithin)) return problem('forbidden');
    const fell = await reopenSignOffs(tx, { campaignId: id, bodies: [body, ...above], by: actor.personId, reason, now });
    if (!fell.includes(body)) return problem('sign.none');
    await audit(tx, { kind: 'study.reopen', by: actor, bodyId: body, subject: `campaign:${id}`, details: { bodies: fell.length }, now });
    await emit(tx, 'study.reopened', { campaign: id, body });
    return ok(undefined);
  });
}
