/** Making a campaign: its facts, whom it means, what is studied. All of it while it is a draft. */
import { bodyAsOf, within } from '#modules/organisation/index.server.ts';
import { membersByCode } from '#modules/members/index.server.ts';
import { outlineOf } from '#modules/documents/index.server.ts';
import { dayOf } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { failed, fieldProblem, ok, problem, type Problem, type Result } from '#platform/result.ts';
import type { AudienceForm, CampaignForm, StudiedForm } from '../input/campaign.ts';
import { mayManage, MAX_DOCUMENTS } from '../rules/campaign.ts';
import {
  audienceOf, findCampaign, insertCampaign, listedMembers, lockCampaign, studiedOf, updateCampaign, writeAudience,
  writeStudied, type CampaignRow, type CampaignWrite, type StudiedRow,
} from '../store/campaign.server.ts';
import { bodiesMeant } from './audience.server.ts';
import { change, type Ground, type Officer } from './ground.server.ts';

const writeOf = ({ title, purpose, body, opensOn, closesOn, rosterOn, target, takesRoll, reminderDays }: CampaignForm): CampaignWrite =>
  ({ title, purpose, bodyId: body, opensOn, closesOn, rosterOn, target, takesRoll, reminderDays });

/**
 * A new draft; meant are all members of the body until somebody says otherwise. A copy takes over whom the earlier one
 * meant and what was studied. Problems: `forbidden`, `body.unknown`, `campaign.missing` (the one to copy).
 */
export async function startCampaign(ground: Ground, form: CampaignForm, { actor, now }: Officer): Promise<Result<number>> {
  const isWithin = await within(ground.db, dayOf(now));
  if (!mayManage(actor, form.body, isWithin)) return problem('forbidden');
  if (!(await bodyAsOf(ground.db, form.body, dayOf(now)))) return fieldProblem('body', 'body.unknown');
  return change(ground, 'a new campaign', async (tx) => {
    const source = form.from === null ? undefined : await findCampaign(tx, form.from);
    if (form.from !== null && !(source && mayManage(actor, source.bodyId, isWithin))) return problem('campaign.missing');
    const write = { ...writeOf(form), copiedFrom: source?.id ?? null, sample: false };
    const id = await insertCampaign(tx, write, { by: actor.personId, now });
    await copyInto(tx, id, form, { source, now });
    return ok(id);
  });
}

async function copyInto(tx: Db, id: number, form: CampaignForm, { source, now }: { source: CampaignRow | undefined; now: Date }) {
  const whole = { audience: 'everybody' as const, roles: [], bodies: [form.body], members: [] };
  if (!source) return writeAudience(tx, id, whole, now);
  const earlier = await audienceOf(tx, source.id);
  const still = await Promise.all(earlier.map((body) => bodyAsOf(tx, body, form.rosterOn)));
  const bodies = earlier.filter((_, at) => still[at]);
  const members = source.audience === 'list' ? await listedMembers(tx, source.id) : [];
  await writeStudied(tx, id, await studiedOf(tx, source.id));
  if (bodies.length === 0) return writeAudience(tx, id, whole, now);
  return writeAudience(tx, id, { audience: source.audience, roles: source.audienceRoles, bodies, members }, now);
}

type Open = { tx: Db; campaign: CampaignRow };

/** Locks the campaign for whoever manages it. Problems: `campaign.missing`, `forbidden`. */
export async function withCampaign<T>(
  ground: Ground, id: number, { actor, now }: Officer, work: (open: Open) => Promise<Result<T>>,
): Promise<Result<T>> {
  const isWithin = await within(ground.db, dayOf(now));
  return change(ground, 'a campaign', async (tx) => {
    const campaign = await lockCampaign(tx, id);
    if (!campaign) return problem('campaign.missing');
    if (!mayManage(actor, campaign.bodyId, isWithin)) return problem('forbidden');
    return work({ tx, campaign });
  });
}

/**
 * Saves the facts. Once announced, what people were told stays: only the purpose, a later last day and the reminders
 * can be changed. Problems: as `withCampaign`, and `campaign.changed` (somebody else saved since), `campaign.step`,
 * `days.shorter`.
 */
export async function saveCampaign(ground: Ground, id: number, form: CampaignForm, officer: Officer): Promise<Result<number>> {
  const isWithin = await within(ground.db, dayOf(officer.now));
  return withCampaign(ground, id, officer, async ({ tx, campaign }) => {
    if (form.seen !== campaign.updatedAt.toISOString()) return problem('campaign.changed');
    if (campaign.state === 'draft') {
      if (!mayManage(officer.actor, form.body, isWithin)) return problem('forbidden');
      await updateCampaign(tx, id, writeOf(form), officer.now);
      return ok(id);
    }
    if (campaign.state !== 'announced') return problem('campaign.step');
    if (form.closesOn < campaign.closesOn) return fieldProblem('closesOn', 'days.shorter');
    const { purpose, closesOn, reminderDays } = form;
    await updateCampaign(tx, id, { ...campaign, purpose, closesOn, reminderDays }, officer.now);
    return ok(id);
  });
}

/** At most so many unknown codes are told one by one. */
const TOLD = 200;

/**
 * Whom the draft means. Problems: as `withCampaign`, and `campaign.step`, `bodies.outside`, and for each line of a list
 * whose code is nobody's in these bodies on the day `codes.unknown` {line, code}.
 */
export function setAudience(ground: Ground, id: number, form: AudienceForm, officer: Officer): Promise<Result<number>> {
  return withCampaign(ground, id, officer, async ({ tx, campaign }) => {
    if (campaign.state !== 'draft') return problem('campaign.step');
    const [then, today] = await Promise.all([within(tx, campaign.rosterOn), within(tx, dayOf(officer.now))]);
    const outside = form.bodies.some((body) => !then(body, campaign.bodyId) && !today(body, campaign.bodyId));
    if (outside) return fieldProblem('bodies', 'bodies.outside');
    const members = await membersListed(tx, campaign, form);
    if (!members.ok) return members;
    const { audience, roles, bodies } = form;
    await writeAudience(tx, id, { audience, roles, bodies, members: members.value }, officer.now);
    return ok(id);
  });
}

async function membersListed(tx: Db, { rosterOn }: CampaignRow, { codes, bodies }: AudienceForm): Promise<Result<number[]>> {
  if (codes.length === 0) return ok([]);
  const reached = new Set(await bodiesMeant(tx, bodies, rosterOn));
  const known = await membersByCode(tx, codes.map(({ code }) => code), rosterOn);
  const members = new Set<number>();
  const unknown: Problem[] = [];
  for (const { line, code } of codes) {
    const found = known.get(code);
    // Whether somebody exists elsewhere is nothing that a list may find out.
    if (found && found.body !== null && reached.has(found.body)) members.add(found.memberId);
    else unknown.push({ field: 'codes', code: 'codes.unknown', values: { line, code } });
  }
  if (unknown.length === 0) return ok([...members]);
  const more = unknown.length - TOLD;
  return failed(...unknown.slice(0, TOLD), ...(more > 0 ? [{ field: 'codes', code: 'codes.more', values: { count: more } }] : []));
}

/**
 * Adds a document in its newest version, or says which clauses of one are studied. Problems: as `withCampaign`, and
 * `campaign.step`, `studied.unknown`, `studied.many`, `studied.clause`.
 */
export function setStudied(ground: Ground, id: number, { document, anchors }: StudiedForm, officer: Officer): Promise<Result<number>> {
  return withCampaign(ground, id, officer, async ({ tx, campaign }) => {
    if (campaign.state !== 'draft') return problem('campaign.step');
    const studied = await studiedOf(tx, id);
    const known = studied.find(({ documentId }) => documentId === document);
    const outline = await outlineOf(tx, document, known?.version ?? null);
    if (!outline || (!known && outline.document.withdrawnAt)) return problem('studied.unknown');
    const real = new Set(outline.clauses.map(({ anchor }) => anchor));
    if (!anchors.every((anchor) => real.has(anchor))) return problem('studied.clause');
    const row: StudiedRow = { documentId: document, version: outline.version, anchors };
    const next = known ? studied.map((each) => (each === known ? row : each)) : [...studied, row];
    if (next.length > MAX_DOCUMENTS) return problem('studied.many');
    await writeStudied(tx, id, next);
    return ok(id);
  });
}

export function dropStudied(ground: Ground, id: number, document: number, officer: Officer): Promise<Result<number>> {
  return withCampaign(ground, id, officer, async ({ tx, campaign }) => {
    if (campaign.state !== 'draft') return problem('campaign.step');
    await writeStudied(tx, id, (await studiedOf(tx, id)).filter(({ documentId }) => documentId !== document));
    return ok(id);
  });
}
