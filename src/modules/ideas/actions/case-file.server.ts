import {
  bodiesActive,
  bodiesOfPlace,
  BRANCH,
  bodyName,
  within,
} from '#modules/organisation/index.server.ts';
import { namesOf, type Actor } from '#modules/people/index.server.ts';
import { currentCalendar } from '#platform/calendar/store.server.ts';
import { addDays, dayOf, type Day } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { asPerson } from '#platform/database/scope.server.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { runningDue } from '../rules/deadlines.ts';
import { deskAbilities, type DeskAbilities } from '../rules/desk.ts';
import { mayOpenFile } from '../rules/permissions.ts';
import { isOpen, visibility, type Visibility } from '../rules/states.ts';
import { listAppeals } from '../store/appeal.server.ts';
import {
  findIdea,
  listAssignments,
  listMessages,
  listPauses,
  listSteps,
  type IdeaRow,
  type PauseRow,
  type StepRow,
} from '../store/idea.server.ts';
import { findAuthor, findCluster, hasAuthor, ideasByIds, type AuthorRow, type ClusterMember } from '../store/moderate.server.ts';
import { usualLeads } from '../store/queue.server.ts';
import { concerned, presentIdea, presentTimeline, type IdeaPage, type TimelineEntry } from './idea-page.server.ts';
import { answerDeadline, type Officer } from './moderate.server.ts';
import { labelDue, type DueLabel } from './queue.server.ts';
import { readClock } from './settings.server.ts';
import { similarIdeas } from './similar.server.ts';

export type BodyChoice = { id: number; name: string };
export type RouteChoices = { suggested: BodyChoice[]; byKind: { kind: string; bodies: BodyChoice[] }[] };
export type CaseContact = { name: string | null; email: string | null; phone: string | null; phoneMasked: boolean };
export type CaseMessage = { at: Date; byAuthor: boolean; body: string | null; person: string | null; onBehalfOf: string | null; text: string };
/** `onBehalfOf`: whose role it was, when the person acted as a delegate. */
export type CaseEntry = TimelineEntry & { public: boolean; person: string | null; onBehalfOf: string | null };
export type CaseAppeal = { at: Date; text: string; decidedAt: Date | null; granted: boolean | null; decision: string | null };

/** Everything that the desk shows of one idea, with what this person may do now. */
export type CaseFile = {
  idea: IdeaPage;
  shown: Visibility;
  language: string;
  originalTitle: string;
  originalBody: string;
  messages: CaseMessage[];
  timeline: CaseEntry[];
  /** Null when nothing is kept, or this person may not read it. */
  contact: CaseContact | null;
  contactKept: boolean;
  similar: ClusterMember[];
  cluster: { id: number; title: string; members: ClusterMember[] } | null;
  clock: {
    due: DueLabel | null;
    paused: boolean;
    admissibleDue: Day;
    answerDue: Day | null;
    calendarVersion: number;
    pauses: PauseRow[];
    /** The latest day that routing may promise. */
    latest: Day | null;
  };
  appeals: CaseAppeal[];
  routing: { lead: number | null; cooperating: number[] };
  /** Offered where an idea can be routed. */
  bodies: RouteChoices | null;
  duplicateOf: number | null;
  /** The newest step on this page: a decision made on it is refused when somebody has acted since. */
  seen: number;
  abilities: DeskAbilities;
};

/**
 * Opens the file of an idea. `fullPhone`: the person asked to see the whole number.
 * Problems `idea.missing`, `forbidden`, `idea.quarantined` (a page of its own, for two roles).
 */
export async function readCaseFile(
  { db }: Runtime,
  id: number,
  { actor, now, fullPhone = false }: Officer & { fullPhone?: boolean },
): Promise<Result<CaseFile>> {
  const idea = await findIdea(db, id);
  if (!idea) return problem('idea.missing');
  if (idea.quarantinedAt) return problem('idea.quarantined');
  const today = dayOf(now);
  const [isWithin, assignments, appeals] = await Promise.all([
    within(db, today),
    listAssignments(db, id),
    listAppeals(db, id),
  ]);
  const cooperating = assignments.filter((one) => one.role === 'cooperating').map((one) => one.bodyId);
  const concern = concerned(idea, cooperating);
  if (!mayOpenFile(actor, concern, isWithin)) return problem('forbidden');
  const appeal = appeals.find((one) => one.decidedAt === null) ?? null;
  const abilities = deskAbilities(actor, idea, concern, { within: isWithin, appeal });
  const [page, papers, clock, group, author, contactKept, bodies] = await Promise.all([
    presentIdea(db, idea, actor, now),
    readPapers(db, idea, today),
    readCaseClock(db, idea, now),
    readGroup(db, idea, abilities.steps.includes('cluster')),
    abilities.readContact ? authorFor(db, id, actor) : undefined,
    hasAuthor(db, id),
    abilities.steps.includes('route') ? readBodies(db, idea, today) : null,
  ]);
  return ok({
    idea: page,
    shown: visibility(idea),
    language: idea.language,
    originalTitle: idea.originalTitle,
    originalBody: idea.originalBody,
    ...papers,
    contact: author ? showContact(author, fullPhone) : null,
    contactKept,
    ...group,
    clock,
    appeals: appeals.map(({ at, text, decidedAt, granted, decision }) => ({ at, text, decidedAt, granted, decision })),
    routing: { lead: idea.leadBody, cooperating },
    bodies,
    duplicateOf: idea.duplicateOf,
    abilities,
  });
}

/** In the officer's own name: the database looks again whether it is theirs to read. */
async function authorFor(db: Db, id: number, actor: Actor): Promise<AuthorRow | undefined> {
  return actor.kind === 'person' ? asPerson(db, actor.personId, (tx) => findAuthor(tx, id)) : undefined;
}

/** "0976.175…": enough to recognise a number, too little to call it over somebody's shoulder. */
export const maskPhone = (phone: string): string => {
  const digits = phone.replace(/\D/g, '');
  return digits.length < 7 ? '…' : `${digits.slice(0, 4)}.${digits.slice(4, 7)}…`;
};

function showContact(
  author: { name: string | null; email: string | null; phone: string | null },
  fullPhone: boolean,
): CaseContact {
  const phone = author.phone && !fullPhone ? maskPhone(author.phone) : author.phone;
  return { ...author, phone, phoneMasked: phone !== author.phone };
}

/** The talk with the author and the whole timeline, with the officers' names: at the desk people sign what they do. */
async function readPapers(db: Db, idea: IdeaRow, today: Day) {
  const [steps, messages] = await Promise.all([listSteps(db, idea.id), listMessages(db, idea.id)]);
  const nameBody = (body: number, at: Date) => bodyName(db, body, dayOf(at), today);
  const persons = await namesOf(db, steps.flatMap((step) => [step.personId, step.data.onBehalfOf].filter((id) => typeof id === 'string')));
  const entries = await presentTimeline(steps, nameBody);
  const person = ({ personId }: StepRow) => (personId === null ? null : (persons.get(personId) ?? null));
  const holder = ({ data }: StepRow) => (typeof data.onBehalfOf === 'string' ? (persons.get(data.onBehalfOf) ?? null) : null);
  return {
    timeline: steps.map((step, index) => ({
      ...(entries[index] as TimelineEntry),
      public: step.public,
      person: person(step),
      onBehalfOf: holder(step),
    })),
    messages: await Promise.all(
      messages.map(async ({ at, byAuthor, bodyId, text }) => {
        const asked = steps.find((step) => step.kind === 'ask' && step.at.getTime() === at.getTime());
        const body = bodyId === null ? null : await nameBody(bodyId, at);
        return { at, byAuthor, body, person: asked ? person(asked) : null, onBehalfOf: asked ? holder(asked) : null, text };
      }),
    ),
    seen: steps.at(-1)?.id ?? 0,
  };
}

async function readCaseClock(db: Db, idea: IdeaRow, now: Date): Promise<CaseFile['clock']> {
  const today = dayOf(now);
  const [calendar, { remindBefore }, pauses] = await Promise.all([
    currentCalendar(db),
    readClock(db),
    listPauses(db, idea.id),
  ]);
  const paused = idea.pausedOn !== null;
  const runs = isOpen(idea.state) && !idea.withdrawnAt;
  const fresh = idea.answerDue ?? (await answerDeadline({ tx: db, now })).answer_due;
  return {
    due: runs ? labelDue(runningDue(idea), today, calendar, { paused, remindBefore }) : null,
    paused,
    admissibleDue: idea.admissibleDue,
    answerDue: idea.answerDue,
    calendarVersion: idea.calendarVersion,
    pauses,
    latest: fresh >= addDays(today, 1) ? fresh : null,
  };
}

/** The group it is in, and what else is like it. */
async function readGroup(db: Db, idea: IdeaRow, wanted: boolean): Promise<Pick<CaseFile, 'similar' | 'cluster'>> {
  const [found, group] = await Promise.all([
    similarIdeas(db, idea.title),
    idea.clusterId === null ? undefined : findCluster(db, idea.clusterId),
  ]);
  const members = group?.members.filter((one) => one.id !== idea.id) ?? [];
  const known = new Set([idea.id, ...members.map((one) => one.id)]);
  const others = found.map((one) => one.id).filter((id) => !known.has(id));
  return {
    similar: wanted ? await ideasByIds(db, others) : [],
    cluster: group && idea.clusterId !== null ? { id: idea.clusterId, title: group.title, members } : null,
  };
}

const MOST_SUGGESTED = 6;

/** Whom an idea can be routed to: those of its place and those that usually lead its field, then all by kind. */
async function readBodies(db: Db, idea: IdeaRow, today: Day): Promise<RouteChoices> {
  const [all, usual, local] = await Promise.all([
    bodyChoices(db, today),
    usualLeads(db, idea.field, MOST_SUGGESTED),
    idea.placeId === null ? [] : bodiesOfPlace(db, idea.placeId, today),
  ]);
  const byId = new Map(all.flatMap(({ bodies }) => bodies).map((body) => [body.id, body]));
  const wanted = [...new Set([...local.map((body) => body.id), ...usual])].slice(0, MOST_SUGGESTED);
  return { suggested: wanted.flatMap((id) => byId.get(id) ?? []), byKind: all };
}

async function bodyChoices(db: Db, today: Day): Promise<RouteChoices['byKind']> {
  const byKind = new Map<string, BodyChoice[]>();
  for (const { id, name, kind } of await bodiesActive(db, today)) {
    if (kind === BRANCH) continue;
    byKind.set(kind, [...(byKind.get(kind) ?? []), { id, name }]);
  }
  return [...byKind].map(([kind, bodies]) => ({ kind, bodies }));
}

/** Whom many ideas can be routed to at once. Who exists is public. */
export const routeChoices = async ({ db }: Runtime, { now }: Officer): Promise<RouteChoices> => ({
  suggested: [],
  byKind: await bodyChoices(db, dayOf(now)),
});
