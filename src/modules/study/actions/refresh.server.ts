/** Comparing a roster with what is now known about its day, and moving one member to another branch. */
import { audit } from '#platform/audit/audit.server.ts';
import { bodyAsOf, findBodies, within } from '#modules/organisation/index.server.ts';
import { membersByCode } from '#modules/members/index.server.ts';
import { dayOf, type Day, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { fieldProblem, ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { mayStep, type Refreshed } from '../rules/campaign.ts';
import { sortChanges } from '../rules/roster.ts';
import { audienceOf, findCampaign, openCampaigns, setRefreshed, type CampaignRow } from '../store/campaign.server.ts';
import {
  addParticipants, changeParticipants, insertMoves, lockParticipant, removeParticipants, rosterChanges, signedBodies,
  type MoveWrite,
} from '../store/roster.server.ts';
import { meantBy } from './audience.server.ts';
import { withCampaign } from './campaign.server.ts';
import { change, type Ground, type Officer } from './ground.server.ts';

/** Brings the roster to what is known now, in the caller's transaction of the house. Twice changes nothing more. */
export async function compareRoster(
  tx: Db, campaign: CampaignRow, { by, now }: { by: string | null; now: Instant },
): Promise<Refreshed> {
  const signed = new Set(await signedBodies(tx, campaign.id, campaign.rosterOn));
  const sorted = sortChanges(await rosterChanges(tx, await meantBy(tx, campaign)), signed);
  await addParticipants(tx, campaign.id, sorted.added);
  await changeParticipants(tx, campaign.id, sorted.changed);
  const moves = sorted.moved.map(({ memberId, oldBody, newBody }): MoveWrite => ({ memberId, from: oldBody!, to: newBody! }));
  await insertMoves(tx, campaign.id, moves, { cause: 'register', reason: '', by, now });
  await removeParticipants(tx, campaign.id, sorted.removed.map(({ memberId }) => memberId));
  const { added, moved, exempt, removed, kept } = sorted;
  const done: Refreshed = {
    added: added.length, moved: moved.length, exempt: exempt.length, removed: removed.length, kept: kept.length,
    signed: sorted.signed,
  };
  await setRefreshed(tx, campaign.id, { ...done, at: now.toISOString() });
  return done;
}

/** At the officer's word. Problems: those of `withCampaign`, and `campaign.step`. */
export function refreshRoster(ground: Ground, id: number, officer: Officer): Promise<Result<Refreshed>> {
  return withCampaign(ground, id, officer, async ({ tx, campaign }) => {
    if (!mayStep(campaign.state, 'refresh')) return problem('campaign.step');
    const done = await compareRoster(tx, campaign, { by: officer.actor.personId, now: officer.now });
    await audit(tx, {
      kind: 'study.refresh', by: officer.actor, bodyId: campaign.bodyId, subject: `campaign:${id}`, details: { ...done },
      now: officer.now,
    });
    return ok(done);
  });
}

/** Every night, for campaigns that go on: what was entered late about their day. */
export async function refreshOpen(runtime: Pick<Runtime, 'db' | 'pageCache'>, now: Instant, today: string): Promise<void> {
  for (const { id } of await openCampaigns(runtime.db, today)) {
    await change(runtime, 'nightly roster', async (tx) => {
      const campaign = await findCampaign(tx, id);
      if (campaign) await compareRoster(tx, campaign, { by: null, now });
      return ok(undefined);
    });
  }
}

/** `body`: its id, or its name or symbol as it was typed. */
export type MoveForm = { code: string; body: number | string; reason: string };

async function bodyCalled(tx: Db, body: number | string, today: Day): Promise<number> {
  if (typeof body === 'number') return body;
  const found = await findBodies(tx, { q: body, today, limit: 2 });
  return found.length === 1 ? found[0]!.id : 0;
}


/**
 * Counts one member in another branch of the audience, with a reason that stays on record. Problems: those of
 * `withCampaign`, and `campaign.step`, `member.unknown`, `body.unknown`, `move.same`, `move.signed`.
 */
export function moveParticipant(ground: Ground, id: number, form: MoveForm, officer: Officer): Promise<Result<number>> {
  return withCampaign(ground, id, officer, async ({ tx, campaign }) => {
    if (!mayStep(campaign.state, 'refresh')) return problem('campaign.step');
    const member = (await membersByCode(tx, [form.code], campaign.rosterOn)).get(form.code);
    const row = member && (await lockParticipant(tx, id, member.memberId));
    if (!row) return fieldProblem('code', 'member.unknown');
    const body = await bodyCalled(tx, form.body, dayOf(officer.now));
    const then = await within(tx, campaign.rosterOn);
    const meant = (await audienceOf(tx, id)).some((root) => then(body, root));
    if (!meant || !(await bodyAsOf(tx, body, campaign.rosterOn))) return fieldProblem('body', 'body.unknown');
    if (row.bodyId === body) return fieldProblem('body', 'move.same');
    const signed = await signedBodies(tx, id, campaign.rosterOn);
    if (signed.includes(row.bodyId) || signed.includes(body)) return problem('move.signed');
    const moved = { memberId: row.memberId, oldBody: row.bodyId, newBody: body, newExempt: row.exempt };
    await changeParticipants(tx, id, [{ ...moved, oldExempt: row.exempt, marked: row.outcome !== null }]);
    await insertMoves(tx, id, [{ memberId: row.memberId, from: row.bodyId, to: body }], {
      cause: 'officer', reason: form.reason, by: officer.actor.personId, now: officer.now,
    });
    await audit(tx, {
      kind: 'study.move', by: officer.actor, bodyId: campaign.bodyId, subject: `campaign:${id}`,
      details: { from: row.bodyId, to: body }, now: officer.now,
    });
    return ok(id);
  });
}
