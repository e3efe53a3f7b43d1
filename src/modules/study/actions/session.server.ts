/** Making, changing and cancelling sessions, and writing their minutes. */
import { randomBytes } from 'node:crypto';
import { bodyAsOf, within } from '#modules/organisation/index.server.ts';
import { membersByCode } from '#modules/members/index.server.ts';
import { outlineOf } from '#modules/documents/index.server.ts';
import { dayOf } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { emit } from '#platform/jobs/events.server.ts';
import { failed, fieldProblem, ok, problem, type Result } from '#platform/result.ts';
import type { SessionForm } from '../input/session.ts';
import { mayManage } from '../rules/campaign.ts';
import { inWindow, mayHold, movesCalendar } from '../rules/session.ts';
import { audienceOf, lockCampaign, type CampaignRow } from '../store/campaign.server.ts';
import {
  findSession, insertSession, invitedTo, lockSession, setMinutes, setSessionState, updateSession, writeInvited, writeMaterials,
  type MaterialRow, type SessionRow, type SessionWrite,
} from '../store/session.server.ts';
import { change, type Ground, type Officer } from './ground.server.ts';

const writeOf = ({ body, kind, bridgedTo, title, venue, startsAt, endsAt, speaker, onlineUrl, agenda }: SessionForm): SessionWrite =>
  ({ bodyId: body, kind, bridgedTo, title, venue, startsAt, endsAt, speaker, onlineUrl, agenda });

/** What a form says beyond its own fields: the body that holds it, the session it is connected to, its day. */
async function checked(tx: Db, campaign: CampaignRow, form: SessionForm, self: number | null): Promise<Result<true>> {
  if (!inWindow(form.startsAt, campaign)) return failed({ field: 'day', code: 'session.outside', values: { from: campaign.opensOn, until: campaign.closesOn } });
  const day = dayOf(form.startsAt);
  const then = await within(tx, day);
  const roots = [campaign.bodyId, ...(await audienceOf(tx, campaign.id))];
  if (!(await bodyAsOf(tx, form.body, day)) || !roots.some((root) => then(form.body, root))) return fieldProblem('body', 'body.unknown');
  if (form.kind !== 'bridge') return ok(true);
  const to = form.bridgedTo === null ? undefined : await findSession(tx, form.bridgedTo);
  if (!to || to.campaignId !== campaign.id || to.id === self || to.kind === 'bridge') return fieldProblem('bridgedTo', 'bridge.missing');
  return ok(true);
}

async function materialsIn(tx: Db, form: SessionForm): Promise<MaterialRow[]> {
  const documents = await Promise.all(form.documents.map((document) => outlineOf(tx, document, null)));
  const cited = documents.flatMap((found): MaterialRow[] => (found ? [{
    label: [found.document.symbol, found.document.title].filter(Boolean).join(' · ').slice(0, 300), documentId: found.document.id, url: null,
  }] : []));
  return [...cited, ...form.links.map(({ label, url }) => ({ label, documentId: null, url }))];
}

/** Bodies of the audience, and members by code. Problems: `bodies.outside`, `codes.unknown` {line, code}. */
async function invitedIn(tx: Db, campaign: CampaignRow, form: SessionForm): Promise<Result<{ bodies: number[]; members: number[] }>> {
  const then = await within(tx, campaign.rosterOn);
  const roots = await audienceOf(tx, campaign.id);
  const meant = (body: number): boolean => roots.some((root) => then(body, root));
  if (!form.bodies.every((body) => meant(body) || roots.some((root) => then(root, body)))) return fieldProblem('bodies', 'bodies.outside');
  const known = await membersByCode(tx, form.codes.map(({ code }) => code), campaign.rosterOn);
  const unknown = form.codes.filter(({ code }) => !meant(known.get(code)?.body ?? -1));
  if (unknown.length > 0) return failed(...unknown.map((values) => ({ field: 'codes', code: 'codes.unknown', values })));
  return ok({ bodies: form.bodies, members: [...known.values()].map(({ memberId }) => memberId) });
}

async function writeParts(tx: Db, id: number, campaign: CampaignRow, form: SessionForm): Promise<Result<number>> {
  const invited = await invitedIn(tx, campaign, form);
  if (!invited.ok) return invited;
  const named = form.keepsList ? ((await invitedTo(tx, [id])).get(id)?.members ?? []) : invited.value.members;
  await writeInvited(tx, id, { bodies: invited.value.bodies, members: named });
  await writeMaterials(tx, id, await materialsIn(tx, form));
  return ok(id);
}

/**
 * Adds a session to a campaign that goes on or is being prepared. Problems: `campaign.missing`, `forbidden`,
 * `campaign.step`, `session.outside` {from, until}, `body.unknown`, `bridge.missing`, `bodies.outside`, `codes.unknown`.
 */
export async function addSession(ground: Ground, campaignId: number, form: SessionForm, { actor, now }: Officer): Promise<Result<number>> {
  const isWithin = await within(ground.db, dayOf(now));
  return change(ground, 'a new session', async (tx) => {
    const campaign = await lockCampaign(tx, campaignId);
    if (!campaign) return problem('campaign.missing');
    if (!mayHold(actor, { bodyId: form.body, campaignBody: campaign.bodyId }, isWithin)) return problem('forbidden');
    // What is being prepared is nobody's business below.
    if (campaign.state === 'draft' && !mayManage(actor, campaign.bodyId, isWithin)) return problem('forbidden');
    if (campaign.state !== 'draft' && campaign.state !== 'announced') return problem('campaign.step');
    const sound = await checked(tx, campaign, form, null);
    if (!sound.ok) return sound;
    const id = await insertSession(tx, campaignId, writeOf(form), { by: actor.personId, now, secret: randomBytes(32) });
    await emit(tx, 'study.session', { id });
    return writeParts(tx, id, campaign, form);
  });
}

type Open = { tx: Db; session: SessionRow; campaign: CampaignRow };

/** Locks the session for whoever holds it. Problems: `session.missing`, `forbidden`. */
export async function withSession<T>(
  ground: Ground, id: number, { actor, now }: Officer, work: (open: Open) => Promise<Result<T>>,
): Promise<Result<T>> {
  const isWithin = await within(ground.db, dayOf(now));
  return change(ground, 'a session', async (tx) => {
    const known = await findSession(tx, id);
    const campaign = known && (await lockCampaign(tx, known.campaignId));
    const session = known && (await lockSession(tx, id));
    if (!session || !campaign) return problem('session.missing');
    if (!mayHold(actor, { bodyId: session.bodyId, campaignBody: campaign.bodyId }, isWithin)) return problem('forbidden');
    return work({ tx, session, campaign });
  });
}

/** Problems: as `withSession` and `addSession`, and `session.step` (cancelled), `session.changed` (somebody else saved since). */
export async function saveSession(ground: Ground, id: number, form: SessionForm, officer: Officer): Promise<Result<number>> {
  const isWithin = await within(ground.db, dayOf(officer.now));
  return withSession(ground, id, officer, async ({ tx, session, campaign }) => {
    if (session.state === 'cancelled' || campaign.state === 'closed' || campaign.state === 'cancelled') return problem('session.step');
    if (form.seen !== String(session.revision)) return problem('session.changed');
    if (!mayHold(officer.actor, { bodyId: form.body, campaignBody: campaign.bodyId }, isWithin)) return problem('forbidden');
    const sound = await checked(tx, campaign, form, id);
    if (!sound.ok) return sound;
    const write = writeOf(form);
    await updateSession(tx, id, write, movesCalendar(session, write));
    return writeParts(tx, id, campaign, form);
  });
}

/** Those who planned to come read the reason. Problems: as `withSession`, and `session.step`. */
export function cancelSession(ground: Ground, id: number, reason: string, officer: Officer): Promise<Result<number>> {
  return withSession(ground, id, officer, async ({ tx, session }) => {
    if (session.state !== 'planned') return problem('session.step');
    await setSessionState(tx, id, 'cancelled', reason);
    await emit(tx, 'study.sessionCancelled', { id });
    return ok(id);
  });
}

/** Signed with the name of whoever writes them. Problems: as `withSession`, and `session.step`, `minutes.early`. */
export function writeMinutes(ground: Ground, id: number, minutes: string, officer: Officer): Promise<Result<number>> {
  return withSession(ground, id, officer, async ({ tx, session }) => {
    if (session.state === 'cancelled') return problem('session.step');
    if (officer.now < session.startsAt) return fieldProblem('text', 'minutes.early');
    await setMinutes(tx, id, minutes, { by: officer.actor.personId, now: officer.now });
    return ok(id);
  });
}
