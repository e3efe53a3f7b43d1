/** Announcing a campaign, which writes its roster; closing and cancelling it. */
import { needsProof } from '#modules/people/index.server.ts';
import { memberCount } from '#modules/members/index.server.ts';
import { audit } from '#platform/audit/audit.server.ts';
import type { Db } from '#platform/database/client.ts';
import { emit } from '#platform/jobs/events.server.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { LARGE, mayStep, type CampaignStep } from '../rules/campaign.ts';
import { audienceOf, findCampaign, setState, studiedOf, type CampaignRow } from '../store/campaign.server.ts';
import { fillRoster, lockFilling, moveFilling, startFilling } from '../store/roster.server.ts';
import { meantBy } from './audience.server.ts';
import { withCampaign } from './campaign.server.ts';
import { asHouse, type Ground, type Officer } from './ground.server.ts';

export const ANNOUNCED = 'study.announced';
export const FILLING = 'study.filling';
/** Bodies whose members the job writes at once: some ten thousand people. */
const BODIES_AT_ONCE = 500;

/**
 * Tells everybody who is meant, and writes who is counted in which branch. Problems: those of `withCampaign`, and
 * `proof.needed`, `campaign.step`, `announce.nothing` (neither a document nor a purpose), `announce.nobody`.
 * @returns how many are on the roster; a very large one is written by a job
 */
export async function announceCampaign(ground: Ground, id: number, officer: Officer): Promise<Result<number>> {
  if (needsProof(officer.actor, officer.now)) return problem('proof.needed');
  return withCampaign(ground, id, officer, async ({ tx, campaign }) => {
    if (!mayStep(campaign.state, 'announce')) return problem('campaign.step');
    if (campaign.purpose === '' && (await studiedOf(tx, id)).length === 0) return problem('announce.nothing');
    await setState(tx, id, { state: 'announced', by: officer.actor.personId, now: officer.now });
    const size = await sizeOf(tx, campaign);
    const members = size > LARGE ? await fillLater(tx, campaign, officer.now) : await fillNow(tx, campaign);
    if (members === 0) return problem('announce.nobody');
    await audit(tx, {
      kind: 'study.announce', by: officer.actor, bodyId: campaign.bodyId, subject: `campaign:${id}`,
      details: { members: size > LARGE ? size : members }, now: officer.now,
    });
    await emit(tx, ANNOUNCED, { id });
    return ok(size > LARGE ? 0 : members);
  });
}

async function sizeOf(tx: Db, { id, rosterOn, audience }: CampaignRow): Promise<number> {
  if (audience !== 'everybody') return 0;
  const counts = await Promise.all((await audienceOf(tx, id)).map((body) => memberCount(tx, body, rosterOn)));
  return counts.reduce((sum, { members }) => sum + members, 0);
}

/** The roster of a campaign as it stands announced, in the caller's transaction. @returns how many are new on it */
export const fillNow = async (tx: Db, campaign: CampaignRow): Promise<number> => fillRoster(tx, await meantBy(tx, campaign));

async function fillLater(tx: Db, campaign: CampaignRow, now: Date): Promise<number> {
  const { bodies } = await meantBy(tx, campaign);
  await startFilling(tx, campaign.id, bodies, now);
  await emit(tx, FILLING, { id: campaign.id });
  return bodies.length;
}

/** The job behind it: some bodies a transaction, so that a killed worker goes on where it was. */
export async function goOnFilling({ db }: Pick<Runtime, 'db'>, id: number, clock: () => Date): Promise<void> {
  for (let finished = false; !finished; ) {
    finished = await asHouse(db, 'a large roster', async (tx) => {
      const filling = await lockFilling(tx, id);
      const campaign = await findCampaign(tx, id);
      if (!filling || filling.finishedAt || !campaign) return true;
      const until = filling.position + BODIES_AT_ONCE;
      await fillRoster(tx, await meantBy(tx, campaign, filling.bodies.slice(filling.position, until)));
      const last = until >= filling.bodies.length;
      await moveFilling(tx, id, until, last ? clock() : null);
      return last;
    });
  }
}

const endings = { close: 'closed', reopen: 'announced', cancel: 'cancelled' } as const;

/**
 * Closes it (nothing is recorded any more), opens it once more, or cancels it with a reason that everybody reads.
 * Problems: those of `withCampaign`, and `proof.needed`, `campaign.step`.
 */
export async function endCampaign(
  ground: Ground, id: number, { step, reason }: { step: 'close' | 'reopen' | 'cancel'; reason?: string }, officer: Officer,
): Promise<Result<number>> {
  if (step === 'cancel' && needsProof(officer.actor, officer.now)) return problem('proof.needed');
  return withCampaign(ground, id, officer, async ({ tx, campaign }) => {
    if (!mayStep(campaign.state, step satisfies CampaignStep)) return problem('campaign.step');
    const state = endings[step];
    await setState(tx, id, { state, by: officer.actor.personId, now: officer.now, ...(reason ? { reason } : {}) });
    await audit(tx, {
      kind: `study.${step}`, by: officer.actor, bodyId: campaign.bodyId, subject: `campaign:${id}`, now: officer.now,
    });
    await emit(tx, `study.${state}`, { id });
    return ok(id);
  });
}
