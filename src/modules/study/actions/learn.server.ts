/** The members' pages: what one takes part in, and what everybody may know of a campaign. */
import { bodiesWithin, bodyName } from '#modules/organisation/index.server.ts';
import { namesOf, type Actor, type Person } from '#modules/people/index.server.ts';
import { dayOf, type Day, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import { isOpen, stillToGo, type CampaignState } from '../rules/campaign.ts';
import { QUESTIONS_EACH, takesQuestions, sessionStanding, type SessionKind, type SessionStanding } from '../rules/session.ts';
import { findCampaign, listCampaigns, type CampaignRow } from '../store/campaign.server.ts';
import { questionsOf } from '../store/question.server.ts';
import { tallyOf } from '../store/roster.server.ts';
import { findSession, materialsOf, sessionsOf, type MaterialRow, type SessionRow } from '../store/session.server.ts';
import { studiedViews, type StudiedView } from './desk.server.ts';
import { asHouse, type Officer } from './ground.server.ts';
import { catchupsOf, ownCampaigns, type OwnCampaign } from './own.server.ts';

export type Standing = 'attended' | 'provisional' | 'excused' | 'unexcused' | 'exempt' | 'open';

/** How it stands with the own participation. */
export function standingOf({ exempt, outcome, provisional }: OwnCampaign['entry']): Standing {
  if (outcome && provisional) return 'provisional';
  if (exempt) return 'exempt';
  return outcome ?? 'open';
}

/** What everybody may know of a session: no link, no names. */
export type PublicSession = {
  id: number; kind: SessionKind; title: string; venue: string; startsAt: Instant; endsAt: Instant; standing: SessionStanding;
  cancelledReason: string | null; body: string;
};
export type PublicCampaign = {
  id: number; title: string; purpose: string; body: string; state: CampaignState; open: boolean; opensOn: Day; closesOn: Day;
  cancelledReason: string | null; sample: boolean; takesRoll: boolean; target: number;
};

async function publicCampaign(db: Db, row: CampaignRow, today: Day): Promise<PublicCampaign> {
  const { id, title, purpose, state, opensOn, closesOn, cancelledReason, sample, takesRoll, target } = row;
  const body = await bodyName(db, row.bodyId, opensOn, today);
  return { id, title, purpose, body, state, open: isOpen(row, today), opensOn, closesOn, cancelledReason, sample, takesRoll, target };
}

async function publicSession(db: Db, row: SessionRow, now: Instant): Promise<PublicSession> {
  const { id, kind, title, venue, startsAt, endsAt, cancelledReason } = row;
  const body = await bodyName(db, row.bodyId, dayOf(startsAt), dayOf(now));
  return { id, kind, title, venue, startsAt, endsAt, standing: sessionStanding(row, now), cancelledReason, body };
}

export type OwnCard = PublicCampaign & {
  standing: Standing;
  /** The next session that one is invited to. */
  next: PublicSession | null;
  catchups: PublicSession[];
  studied: StudiedView[];
};
export type LearnPage = {
  /** Of a member; null for everybody else. */
  own: OwnCard[] | null;
  /** Announced, the latest first. */
  announced: PublicCampaign[];
  total: number;
  page: number;
};

const PUBLIC_PAGE = 10;

/** Announced campaigns for everybody, and for members where they stand. */
export async function readLearn(db: Db, { page }: { page: number }, { actor, now }: { actor: Actor; now: Instant }): Promise<LearnPage> {
  const today = dayOf(now);
  const own = actor.kind === 'person' ? await ownCards(db, actor, now) : null;
  const { rows, total } = await listCampaigns(db, {
    words: [], state: null, held: 'announced', limit: PUBLIC_PAGE, offset: (page - 1) * PUBLIC_PAGE,
  });
  return { own: own && own.length > 0 ? own : null, announced: await Promise.all(rows.map((row) => publicCampaign(db, row, today))), total, page };
}

/** Open ones, and the last that are over. */
const OWN_SHOWN = 20;

async function ownCards(db: Db, { personId }: Person, now: Instant): Promise<OwnCard[]> {
  const today = dayOf(now);
  const own = (await ownCampaigns(db, personId, now)).slice(0, OWN_SHOWN);
  return Promise.all(own.map(async (each): Promise<OwnCard> => {
    const next = each.sessions.find(({ state, endsAt, kind }) => state === 'planned' && endsAt > now && kind !== 'catchup');
    return {
      ...(await publicCampaign(db, each.campaign, today)), standing: standingOf(each.entry), studied: await studiedViews(db, each.campaign.id),
      next: next ? await publicSession(db, next, now) : null,
      catchups: await Promise.all(catchupsOf(each, now).map((row) => publicSession(db, row, now))),
    };
  }));
}

export type BranchToGo = { id: number; body: string; members: number; exempt: number; attended: number; toGo: number; target: number };
export type LearnCampaign = {
  campaign: PublicCampaign;
  studied: StudiedView[];
  sessions: (PublicSession & { mine: boolean })[];
  standing: Standing | null;
  catchups: PublicSession[];
  /** Totals of the branches whose secretary is asking. */
  branches: BranchToGo[];
};

/** A campaign as everybody sees it, with the own standing of who has signed in. Problem `campaign.missing`. */
export async function readLearnCampaign(db: Db, id: number, { actor, now }: { actor: Actor; now: Instant }): Promise<Result<LearnCampaign>> {
  const campaign = await findCampaign(db, id);
  if (!campaign || campaign.state === 'draft' || (campaign.state === 'cancelled' && !campaign.announcedAt)) return problem('campaign.missing');
  const today = dayOf(now);
  const own = actor.kind === 'person' ? (await ownCampaigns(db, actor.personId, now)).find((each) => each.campaign.id === id) : undefined;
  const mine = new Set(own?.sessions.map((session) => session.id));
  const [studied, sessions] = await Promise.all([studiedViews(db, id), sessionsOf(db, [id])]);
  return ok({
    campaign: await publicCampaign(db, campaign, today), studied,
    sessions: await Promise.all(sessions.map(async (row) => ({ ...(await publicSession(db, row, now)), mine: mine.has(row.id) }))),
    standing: own ? standingOf(own.entry) : null,
    catchups: own ? await Promise.all(catchupsOf(own, now).map((row) => publicSession(db, row, now))) : [],
    branches: actor.kind === 'person' && campaign.takesRoll ? await branchesToGo(db, campaign, actor, today) : [],
  });
}

async function branchesToGo(db: Db, campaign: CampaignRow, actor: Person, today: Day): Promise<BranchToGo[]> {
  const held = [...new Set(actor.grants.filter(({ role }) => role === 'secretary').map(({ bodyId }) => bodyId))];
  const branches = await Promise.all(held.map(async (id): Promise<BranchToGo> => {
    const counts = await tallyOf(db, campaign.id, await bodiesWithin(db, id, campaign.rosterOn));
    const body = await bodyName(db, id, campaign.rosterOn, today);
    return { id, body, ...counts, toGo: stillToGo(counts, campaign.target), target: campaign.target };
  }));
  return branches.filter(({ members }) => members > 0);
}

export type LearnQuestion = {
  id: number; text: string; author: string | null; askedAt: Instant; mine: boolean; hiddenReason: string | null;
  answer: string | null; answerer: string; answeredAt: Instant | null;
};
export type LearnSession = {
  session: PublicSession & { speaker: string; onlineUrl: string | null; agenda: string; bridge: string | null };
  campaign: { id: number; title: string };
  materials: MaterialRow[];
  questions: LearnQuestion[];
  /** Whether questions are taken, and how many more of one's own. */
  asking: { open: boolean; left: number };
};

/** A session for whoever is invited to it. Problem `session.missing` for everybody else. */
export async function readLearnSession(db: Db, id: number, { actor, now }: Officer): Promise<Result<LearnSession>> {
  const row = await findSession(db, id);
  const own = row && (await ownCampaigns(db, actor.personId, now)).find(({ campaign }) => campaign.id === row.campaignId);
  if (!row || !own?.sessions.some((session) => session.id === id)) return problem('session.missing');
  const questions = await asHouse(db, 'questions for participants', (tx) => questionsOf(tx, id));
  const names = await namesOf(db, questions.flatMap(({ answeredBy }) => (answeredBy === null ? [] : [answeredBy])));
  const mine = questions.filter(({ memberId }) => memberId === own.memberId);
  const { speaker, onlineUrl, agenda, bridgedTo } = row;
  return ok({
    session: {
      ...(await publicSession(db, row, now)), speaker, onlineUrl, agenda,
      bridge: bridgedTo === null ? null : ((await findSession(db, bridgedTo))?.title ?? null),
    },
    campaign: { id: own.campaign.id, title: own.campaign.title },
    materials: await materialsOf(db, id),
    questions: questions.filter((each) => each.hiddenReason === null || mine.includes(each)).map((each) => ({
      id: each.id, text: each.text, author: each.author, askedAt: each.askedAt, mine: mine.includes(each), hiddenReason: each.hiddenReason,
      answer: each.answer, answerer: names.get(each.answeredBy ?? '') ?? '', answeredAt: each.answeredAt,
    })),
    asking: { open: takesQuestions(row, own.campaign, now), left: Math.max(0, QUESTIONS_EACH - mine.length) },
  });
}
