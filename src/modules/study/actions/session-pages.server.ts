/** A session at the desk: its form, what was asked, its minutes. */
import { bodyName, within } from '#modules/organisation/index.server.ts';
import { namesOf } from '#modules/people/index.server.ts';
import { dayOf, TIME_ZONE, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import type { TypedSession } from '../input/session.ts';
import { deskRoots, mayManage, maySeeAtDesk } from '../rules/campaign.ts';
import { mayHold, sessionStanding, type SessionKind, type SessionStanding } from '../rules/session.ts';
import { audienceOf, findCampaign, type CampaignRow } from '../store/campaign.server.ts';
import { questionsOf, type QuestionRow } from '../store/question.server.ts';
import { findSession, invitedTo, materialsOf, sessionsOf, type MaterialRow, type SessionRow } from '../store/session.server.ts';
import { audienceChoices, type BodyChoice } from './audience.server.ts';
import { studiedViews } from './desk.server.ts';
import { asHouse, type Officer } from './ground.server.ts';

export type SessionFormPage = {
  campaign: { id: number; title: string; opensOn: string; closesOn: string };
  /** Bodies that may hold it, and those that can be invited. */
  bodies: { id: number; name: string }[];
  invitable: BodyChoice[];
  mains: { id: number; title: string }[];
  documents: { id: number; title: string }[];
  typed: TypedSession;
  session: { id: number } | null;
};

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: TIME_ZONE });
const clockOf = (at: Instant): string => clock.format(at);

async function ground(db: Db, campaign: CampaignRow, { actor, now }: Officer) {
  const today = dayOf(now);
  const isWithin = await within(db, today);
  const audience = await audienceOf(db, campaign.id);
  const manage = mayManage(actor, campaign.bodyId, isWithin);
  const day = today < campaign.opensOn ? campaign.opensOn : today > campaign.closesOn ? campaign.closesOn : today;
  const choices = (await Promise.all([...new Set([campaign.bodyId, ...audience])].map((root) => audienceChoices(db, root, day)))).flat();
  const all = [...new Map(choices.map((each) => [each.id, each])).values()];
  const own = deskRoots(actor).filter((root) => audience.some((each) => isWithin(root, each)));
  const mine = await Promise.all(own.map(async (id) => ({ id, name: await bodyName(db, id, day, today) })));
  const bodies = manage ? [...new Map([...all, ...mine].map(({ id, name }) => [id, { id, name }])).values()] : mine;
  return { bodies, invitable: all, manage, isWithin };
}

async function formPage(db: Db, campaign: CampaignRow, officer: Officer): Promise<Omit<SessionFormPage, 'typed' | 'session'>> {
  const { bodies, invitable } = await ground(db, campaign, officer);
  const [sessions, studied] = await Promise.all([sessionsOf(db, [campaign.id]), studiedViews(db, campaign.id)]);
  const { id, title, opensOn, closesOn } = campaign;
  return {
    campaign: { id, title, opensOn, closesOn }, bodies, invitable,
    mains: sessions.filter(({ kind, state }) => kind !== 'bridge' && state !== 'cancelled').map((each) => ({ id: each.id, title: each.title })),
    documents: studied.map((each) => ({ id: each.documentId, title: [each.symbol, each.title].filter(Boolean).join(' · ') })),
  };
}

/** Problems: `campaign.missing`, `forbidden`, `campaign.step`. */
export async function readSessionStart(db: Db, campaignId: number, officer: Officer): Promise<Result<SessionFormPage>> {
  const campaign = await findCampaign(db, campaignId);
  if (!campaign) return problem('campaign.missing');
  const page = await formPage(db, campaign, officer);
  const { manage } = await ground(db, campaign, officer);
  if (page.bodies.length === 0 || (campaign.state === 'draft' && !manage)) return problem('forbidden');
  if (campaign.state !== 'draft' && campaign.state !== 'announced') return problem('campaign.step');
  const kind: SessionKind = manage ? 'main' : 'catchup';
  const today = dayOf(officer.now);
  const day = today < campaign.opensOn || today > campaign.closesOn ? campaign.opensOn : today;
  const typed: TypedSession = {
    title: '', kind, body: String(page.bodies[0]!.id), bridgedTo: '', venue: '', day, from: '07:30', until: '11:00',
    speaker: '', onlineUrl: '', agenda: '', links: '', codes: '', seen: '',
    clearList: '', documents: page.documents.map(({ id }) => String(id)), bodies: [],
  };
  return ok({ ...page, typed, session: null });
}

/** Whose an unnamed question is, the organiser is not told. */
export type DeskQuestion = Omit<QuestionRow, 'memberId'> & { answerer: string };
export type DeskSession = {
  session: SessionRow & { standing: SessionStanding; body: string; bridge: string | null; minutesAuthor: string };
  campaign: CampaignRow;
  materials: MaterialRow[];
  invited: { bodies: { id: number; name: string }[]; members: number };
  questions: DeskQuestion[];
  form: SessionFormPage | null;
  now: Instant;
  may: { hold: boolean; cancel: boolean; minutes: boolean };
};

/** Problems: `session.missing`, `forbidden`. */
export async function readDeskSession(db: Db, id: number, officer: Officer): Promise<Result<DeskSession>> {
  const session = await findSession(db, id);
  const campaign = session && (await findCampaign(db, session.campaignId));
  if (!session || !campaign) return problem('session.missing');
  const { actor, now } = officer;
  const today = dayOf(now);
  const isWithin = await within(db, today);
  const seen = maySeeAtDesk(actor, { ...campaign, audience: await audienceOf(db, campaign.id) }, isWithin);
  const hold = mayHold(actor, { bodyId: session.bodyId, campaignBody: campaign.bodyId }, isWithin);
  if (!seen && !hold) return problem('forbidden');
  const invited = (await asHouse(db, 'who is invited', (tx) => invitedTo(tx, [id]))).get(id)!;
  const questions = hold ? await asHouse(db, 'questions for the organiser', (tx) => questionsOf(tx, id)) : [];
  const names = await namesOf(db, [...questions.map(({ answeredBy }) => answeredBy), session.minutesBy].filter((each) => each !== null));
  const materials = await materialsOf(db, id);
  const going = session.state !== 'cancelled' && (campaign.state === 'draft' || campaign.state === 'announced');
  const named = (body: number) => bodyName(db, body, dayOf(session.startsAt), today);
  return ok({
    session: {
      ...session, standing: sessionStanding(session, now), body: await named(session.bodyId), minutesAuthor: names.get(session.minutesBy ?? '') ?? '',
      bridge: session.bridgedTo === null ? null : ((await findSession(db, session.bridgedTo))?.title ?? null),
    },
    campaign, materials, now,
    invited: { bodies: await Promise.all(invited.bodies.map(async (body) => ({ id: body, name: await named(body) }))), members: invited.members.length },
    questions: questions.map(({ memberId: _, ...each }) => ({ ...each, answerer: names.get(each.answeredBy ?? '') ?? '' })),
    form: hold && going ? await editOf(db, { session, campaign, materials, bodies: invited.bodies }, officer) : null,
    may: { hold, cancel: hold && session.state === 'planned' && going, minutes: hold && session.state !== 'cancelled' && now >= session.startsAt },
  });
}

async function editOf(
  db: Db, { session, campaign, materials, bodies }: { session: SessionRow; campaign: CampaignRow; materials: MaterialRow[]; bodies: readonly number[] },
  officer: Officer,
): Promise<SessionFormPage> {
  const typed: TypedSession = {
    title: session.title, kind: session.kind, body: String(session.bodyId), bridgedTo: String(session.bridgedTo ?? ''), venue: session.venue,
    day: dayOf(session.startsAt), from: clockOf(session.startsAt), until: clockOf(session.endsAt), speaker: session.speaker,
    onlineUrl: session.onlineUrl ?? '', agenda: session.agenda, codes: '', seen: String(session.revision),
    links: materials.flatMap(({ label, url }) => (url ? [`${label} ${url}`] : [])).join('\n'),
    documents: materials.flatMap(({ documentId }) => (documentId === null ? [] : [String(documentId)])), bodies: bodies.map(String),
    clearList: '',
  };
  return { ...(await formPage(db, campaign, officer)), typed, session: { id: session.id } };
}

/** The minutes as they are printed. Problems: `session.missing`, `forbidden`, `minutes.missing`. */
export async function readMinutes(db: Db, id: number, officer: Officer): Promise<Result<DeskSession>> {
  const page = await readDeskSession(db, id, officer);
  return page.ok && page.value.session.minutesAt === null ? problem('minutes.missing') : page;
}
