/** What officers and secretaries see of campaigns. */
import { ancestors, bodiesWithin, bodyAsOf, bodyName, bodyTree, within } from '#modules/organisation/index.server.ts';
import { outlineOf } from '#modules/documents/index.server.ts';
import { namesOf, type Person } from '#modules/people/index.server.ts';
import { dayOf, type Day } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import { fold } from '#platform/text/fold.ts';
import {
  DEFAULT_REMINDER_DAYS, DEFAULT_TARGET, deskRoots, isOpen, managedRoots, mayManage, maySeeAtDesk, mayStep, PAGE,
  targetText, type CampaignQuery, type CampaignState,
} from '../rules/campaign.ts';
import { sessionStanding, type SessionStanding } from '../rules/session.ts';
import { audienceOf, findCampaign, listCampaigns, listedMembers, studiedOf, type CampaignRow, type StudiedRow } from '../store/campaign.server.ts';
import { countMeant, fillingOf, tallyOf, type Tally } from '../store/roster.server.ts';
import { sessionsOf, type SessionRow } from '../store/session.server.ts';
import { meantBy } from './audience.server.ts';
import { asHouse, type Officer } from './ground.server.ts';

export type CampaignCard = {
  id: number; title: string; body: string; state: CampaignState; open: boolean; opensOn: Day; closesOn: Day; sample: boolean;
  counts: Tally;
};
export type DeskCampaigns = { query: CampaignQuery; cards: CampaignCard[]; total: number; mayStart: boolean };

/** Campaigns of the bodies one works in, and those that are meant for them. Problem `forbidden`. */
export async function readDeskCampaigns(db: Db, query: CampaignQuery, { actor, now }: Officer): Promise<Result<DeskCampaigns>> {
  const roots = deskRoots(actor);
  if (roots.length === 0) return problem('forbidden');
  const today = dayOf(now);
  const [below, above, held] = await Promise.all([
    Promise.all(roots.map((root) => bodiesWithin(db, root, today))),
    Promise.all(roots.map((root) => ancestors(db, root, today))),
    managedBodies(db, actor, today),
  ]);
  const { rows, total } = await listCampaigns(db, {
    words: fold(query.q).split(' ').filter(Boolean), state: query.state, held,
    meant: [...new Set([...below.flat(), ...above.flat()])], limit: PAGE, offset: (query.page - 1) * PAGE,
  });
  const cards = await Promise.all(rows.map((row) => cardOf(db, row, today)));
  return ok({ query, cards, total, mayStart: managedRoots(actor).length > 0 });
}

/** Those that have ended included: what they held is looked up by whoever took them over. */
async function managedBodies(db: Db, actor: Person, today: Day): Promise<number[]> {
  const roots = managedRoots(actor);
  if (roots.length === 0) return [];
  const isWithin = await within(db, today);
  return [...(await bodyTree(db)).versions.keys()].filter((body) => roots.some((root) => isWithin(body, root)));
}

async function cardOf(db: Db, row: CampaignRow, today: Day): Promise<CampaignCard> {
  const { id, title, state, opensOn, closesOn, sample } = row;
  const [body, counts] = await Promise.all([bodyName(db, row.bodyId, opensOn, today), tallyOf(db, id)]);
  return { id, title, body, state, open: isOpen(row, today), opensOn, closesOn, sample, counts };
}

export type StudiedView = StudiedRow & {
  title: string; symbol: string;
  /** Labels of the chosen clauses; none: the whole document. */
  clauses: { anchor: string; label: string }[];
};

/** Documents with what they are called, in the version that is studied. */
export async function studiedViews(db: Db, campaignId: number): Promise<StudiedView[]> {
  const rows = await studiedOf(db, campaignId);
  const outlines = await Promise.all(rows.map(({ documentId, version }) => outlineOf(db, documentId, version)));
  return rows.flatMap((row, at) => {
    const outline = outlines[at];
    if (!outline) return [];
    const chosen = new Set(row.anchors);
    const clauses = outline.clauses.flatMap(({ anchor, label, heading, text }) =>
      (chosen.has(anchor) ? [{ anchor, label: [label, heading].filter(Boolean).join(' ') || `${text.slice(0, 60)}…` }] : []));
    return [{ ...row, title: outline.document.title, symbol: outline.document.symbol, clauses }];
  });
}

export type DeskCampaign = {
  campaign: CampaignRow & { body: string; announcer: string };
  audience: { id: number; name: string }[];
  /** Members of a list. */
  listed: number;
  studied: StudiedView[];
  sessions: (SessionRow & { body: string; standing: SessionStanding })[];
  /** As they would be while it is a draft. */
  counts: Tally;
  /** A large roster that is still being written: parts done, of so many. */
  filling: { done: number; of: number } | null;
  open: boolean;
  may: { manage: boolean; hold: boolean; edit: boolean; announce: boolean; close: boolean; reopen: boolean; cancel: boolean; refresh: boolean };
};

/** Problems: `campaign.missing`, `forbidden`. */
export async function readDeskCampaign(db: Db, id: number, { actor, now }: Officer): Promise<Result<DeskCampaign>> {
  const campaign = await findCampaign(db, id);
  if (!campaign) return problem('campaign.missing');
  const today = dayOf(now);
  const isWithin = await within(db, today);
  const audience = await audienceOf(db, id);
  if (!maySeeAtDesk(actor, { ...campaign, audience }, isWithin)) return problem('forbidden');
  const manage = mayManage(actor, campaign.bodyId, isWithin);
  const named = (body: number) => bodyName(db, body, campaign.rosterOn, today);
  const [body, names, studied, sessions, people, filling] = await Promise.all([
    named(campaign.bodyId),
    Promise.all(audience.map(async (each) => ({ id: each, name: await named(each) }))),
    studiedViews(db, id),
    sessionsOf(db, [id]),
    namesOf(db, campaign.announcedBy ? [campaign.announcedBy] : []),
    fillingOf(db, id),
  ]);
  const may = (step: Parameters<typeof mayStep>[1]): boolean => manage && mayStep(campaign.state, step);
  const hold = audience.some((each) => deskRoots(actor).some((root) => isWithin(root, each) || isWithin(each, root)));
  return ok({
    campaign: { ...campaign, body, announcer: people.get(campaign.announcedBy ?? '') ?? '' },
    audience: names,
    listed: campaign.audience === 'list' && manage ? (await asHouse(db, 'length of a list', (tx) => listedMembers(tx, id))).length : 0,
    studied,
    sessions: await Promise.all(sessions.map(async (each) => ({
      ...each, standing: sessionStanding(each, now), body: await bodyName(db, each.bodyId, dayOf(each.startsAt), today),
    }))),
    counts: await countsOf(db, campaign),
    filling: filling && !filling.finishedAt ? { done: Math.min(filling.position, filling.bodies.length), of: filling.bodies.length } : null,
    open: isOpen(campaign, today),
    may: {
      manage,
      hold: (manage || hold) && (campaign.state === 'announced' || (manage && campaign.state === 'draft')),
      edit: manage && (campaign.state === 'draft' || campaign.state === 'announced'),
      announce: may('announce'), close: may('close'), reopen: may('reopen'), cancel: may('cancel'), refresh: may('refresh'),
    },
  });
}

async function countsOf(db: Db, campaign: CampaignRow): Promise<Tally> {
  if (campaign.state !== 'draft') return tallyOf(db, campaign.id);
  const meant = await meantBy(db, campaign);
  const counted = await asHouse(db, 'whom a draft means', (tx) => countMeant(tx, meant));
  return { ...counted, attended: 0, excused: 0, unexcused: 0 };
}

export type CampaignFormPage = {
  bodies: { id: number; name: string }[];
  typed: Record<string, string>;
  /** What a copy is made from. */
  source: { id: number; title: string } | null;
  /** Of the campaign that is changed; null for a new one. */
  state: CampaignState | null;
};

/** The form of a new campaign, filled from an earlier one where that is asked for. Problem `forbidden`. */
export async function readStartPage(db: Db, from: number | null, { actor, now }: Officer): Promise<Result<CampaignFormPage>> {
  const today = dayOf(now);
  const bodies = await ownBodies(db, managedRoots(actor), today);
  if (bodies.length === 0) return problem('forbidden');
  const source = from === null ? undefined : await findCampaign(db, from);
  const isWithin = await within(db, today);
  const known = source && mayManage(actor, source.bodyId, isWithin) ? source : undefined;
  const typed = {
    title: known?.title ?? '', purpose: known?.purpose ?? '', body: String(known?.bodyId ?? bodies[0]!.id), opensOn: today,
    closesOn: '', rosterOn: today, target: targetText(known?.target ?? DEFAULT_TARGET), takesRoll: known?.takesRoll === false ? '' : 'yes',
    reminderDays: (known?.reminderDays ?? DEFAULT_REMINDER_DAYS).join(', '), seen: '', from: known ? String(known.id) : '',
  };
  return ok({ bodies, typed, source: known ? { id: known.id, title: known.title } : null, state: null });
}

/** The form of one that is there. Problems: `campaign.missing`, `forbidden`. */
export async function readEditPage(db: Db, id: number, { actor, now }: Officer): Promise<Result<CampaignFormPage>> {
  const campaign = await findCampaign(db, id);
  if (!campaign) return problem('campaign.missing');
  const today = dayOf(now);
  if (!mayManage(actor, campaign.bodyId, await within(db, today))) return problem('forbidden');
  const bodies = await ownBodies(db, [...new Set([campaign.bodyId, ...managedRoots(actor)])], today);
  const { title, purpose, bodyId, opensOn, closesOn, rosterOn, target, takesRoll, reminderDays, updatedAt, state } = campaign;
  const typed = {
    title, purpose, body: String(bodyId), opensOn, closesOn, rosterOn, target: targetText(target), takesRoll: takesRoll ? 'yes' : '',
    reminderDays: reminderDays.join(', '), seen: updatedAt.toISOString(), from: '',
  };
  return ok({ bodies, typed, source: null, state });
}

async function ownBodies(db: Db, ids: readonly number[], today: Day): Promise<{ id: number; name: string }[]> {
  const bodies = await Promise.all(ids.map((body) => bodyAsOf(db, body, today)));
  return bodies.flatMap((body) => (body ? [{ id: body.id, name: body.name }] : []));
}

