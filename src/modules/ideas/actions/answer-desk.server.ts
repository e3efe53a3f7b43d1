import { ancestors, bodyName, presentBodies, within } from '#modules/organisation/index.server.ts';
import { namesOf, personsWithRole, type Actor, type Person } from '#modules/people/index.server.ts';
import { dayOf, type Day, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { isWriter, mayBeAnswered, mayBeExtended, mayReport, promised } from '../rules/answer.ts';
import { runningDue } from '../rules/deadlines.ts';
import { mayDraft, mayPublish, mayReadFile } from '../rules/permissions.ts';
import { isOpen, mayTake, type Outcome } from '../rules/states.ts';
import {
  findDraft,
  lastSignerTitle,
  latestAnswer,
  listPromises,
  type DraftRow,
  type PromiseRow,
} from '../store/answer.server.ts';
import { findIdea, listAssignments, listExtensions, listMessages, type IdeaRow } from '../store/idea.server.ts';
import { listReminders, type SentReminder } from '../store/reminders.server.ts';
import { dueDay, type DueDay } from './agency-queue.server.ts';
import { concerned, presentIdea, type IdeaPage } from './idea-page.server.ts';
import { readClock } from './settings.server.ts';

export type AgencyDraft = {
  outcome: Outcome;
  text: string;
  milestones: { title: string; due: Day }[];
  status: DraftRow['status'];
  version: number;
  writer: string;
  savedAt: Date;
  /** The agency that wrote it, when the idea has gone to another one since. */
  formerBody: string | null;
  returned: { by: string; at: Date; note: string } | null;
};
/** Why the person who reads it cannot approve what waits for approval. */
export type ApprovalHindrance = 'own' | 'otherBody' | null;

export type AnswerDesk = {
  idea: IdeaPage;
  messages: { at: Date; byAuthor: boolean; body: string | null; text: string }[];
  due: DueDay | null;
  /** The day that an extension replaces. */
  answerDue: Day | null;
  /** A pause of the clock is the author's turn. */
  paused: boolean;
  draft: AgencyDraft | null;
  /** What a new draft begins with: of a follow-up, what the answer in force still owes. */
  begin: { outcome: Outcome | ''; milestones: { title: string; due: Day }[] };
  promises: PromiseRow[];
  reminders: (Omit<SentReminder, 'bodyId'> & { body: string })[];
  extensions: { used: number; most: number };
  signer: { name: string; title: string };
  /** Others who may approve; shown to whoever may not because they wrote. */
  approvers: string[];
  hindrance: ApprovalHindrance;
  /** Approves in this body's name: then it is better not to write. */
  leads: boolean;
  today: Day;
  abilities: {
    appraise: boolean;
    write: boolean;
    recall: boolean;
    discard: boolean;
    sendBack: boolean;
    approve: boolean;
    extend: boolean;
    report: boolean;
    move: boolean;
  };
};

/** The agency's page of one idea, with what this person may do now. Problems `idea.missing`, `forbidden`. */
export async function readAnswerDesk(
  { db }: Runtime,
  id: number,
  { actor, now }: { actor: Actor; now: Instant },
): Promise<Result<AnswerDesk>> {
  const idea = await findIdea(db, id);
  if (!idea) return problem('idea.missing');
  const today = dayOf(now);
  const isWithin = await within(db, today);
  const cooperating = (await listAssignments(db, id)).filter((one) => one.role === 'cooperating');
  const concern = concerned(idea, cooperating.map((one) => one.bodyId));
  if (actor.kind !== 'person' || !mayReadFile(actor, concern, isWithin)) return problem('forbidden');
  const [page, papers, draft, clock, extensions] = await Promise.all([
    presentIdea(db, idea, actor, now),
    readPapers(db, idea, today),
    findDraft(db, id),
    readClock(db),
    listExtensions(db, id),
  ]);
  const role = { drafts: mayDraft(actor, concern, isWithin), leads: mayPublish(actor, concern, isWithin) };
  const hindrance = draft ? hindranceOf(draft, idea, actor) : null;
  const paused = idea.pausedOn !== null;
  const runs = isOpen(idea.state) && !idea.withdrawnAt;
  return ok({
    idea: page,
    ...papers,
    due: runs ? dueDay(runningDue(idea), today, { paused, remindBefore: clock.remindBefore }) : null,
    answerDue: idea.answerDue,
    paused,
    draft: draft && (role.drafts || role.leads) ? await presentDraft(db, draft, idea, today) : null,
    begin: {
      outcome: (papers.answered?.outcome ?? '') as Outcome | '',
      milestones: papers.promises
        .filter((promise) => !promise.doneOn && promise.dueOn > today)
        .map(({ title, dueOn }) => ({ title, due: dueOn })),
    },
    extensions: { used: extensions.length, most: clock.maxExtensions },
    signer: { name: actor.name, title: (await lastSignerTitle(db, actor.personId)) ?? '' },
    approvers: hindrance === 'own' ? await otherApprovers(db, idea, draft as DraftRow, now) : [],
    hindrance,
    leads: role.leads,
    today,
    abilities: {
      ...draftAbilities(idea, draft, actor, role),
      approve: role.leads && draft?.status === 'submitted' && hindrance === null && mayBeAnswered(idea),
      appraise: role.drafts && mayTake('appraise', idea),
      extend: role.leads && mayBeExtended(idea) && extensions.length < clock.maxExtensions,
      report: role.drafts && mayReport(idea),
      move: role.leads && mayReport(idea),
    },
  });
}

type RoleHere = { drafts: boolean; leads: boolean };

function draftAbilities(idea: IdeaRow, draft: DraftRow | undefined, person: Person, role: RoleHere) {
  const submitted = draft?.status === 'submitted';
  return {
    write: role.drafts && !submitted && mayBeAnswered(idea),
    recall: role.drafts && submitted && isWriter(draft, person.personId),
    discard: role.drafts && draft !== undefined && !submitted,
    sendBack: role.leads && submitted,
  };
}

const hindranceOf = (draft: DraftRow, idea: IdeaRow, person: Person): ApprovalHindrance =>
  draft.bodyId !== idea.leadBody ? 'otherBody' : isWriter(draft, person.personId) ? 'own' : null;

/** Everything beside the idea itself: the talk with the author, what was promised, who was reminded. */
async function readPapers(db: Db, idea: IdeaRow, today: Day) {
  const [messages, reminders, latest] = await Promise.all([
    listMessages(db, idea.id),
    listReminders(db, idea.id),
    latestAnswer(db, idea.id),
  ]);
  const nameBody = (body: number, at: Date) => bodyName(db, body, dayOf(at), today);
  return {
    messages: await Promise.all(
      messages.map(async ({ at, byAuthor, bodyId, text }) => ({
        at,
        byAuthor,
        body: bodyId === null ? null : await nameBody(bodyId, at),
        text,
      })),
    ),
    reminders: await Promise.all(
      reminders.map(async ({ bodyId, ...rest }) => ({ ...rest, body: await nameBody(bodyId, rest.at) })),
    ),
    answered: latest ?? null,
    promises: latest ? [...promised(latest.outcome, await listPromises(db, latest.id))] : [],
  };
}

async function presentDraft(db: Db, draft: DraftRow, idea: IdeaRow, today: Day): Promise<AgencyDraft> {
  const { outcome, text, status, version, returnNote, returnedBy, returnedAt } = draft;
  const [names, milestones] = await Promise.all([
    namesOf(db, [draft.draftedBy, ...(returnedBy ? [returnedBy] : [])]),
    listPromises(db, draft.id),
  ]);
  return {
    outcome,
    text,
    milestones: milestones.map(({ title, dueOn }) => ({ title, due: dueOn })),
    status,
    version,
    writer: names.get(draft.draftedBy) ?? '–',
    savedAt: draft.draftedAt,
    formerBody: draft.bodyId === idea.leadBody ? null : await bodyName(db, draft.bodyId, today, today),
    returned:
      returnNote && returnedBy && returnedAt
        ? { by: names.get(returnedBy) ?? '–', at: returnedAt, note: returnNote }
        : null,
  };
}

/** Who else leads the body, or a body above it, and wrote nothing of the draft; the nearest first. */
async function otherApprovers(db: Db, idea: IdeaRow, draft: DraftRow, now: Instant): Promise<string[]> {
  const today = dayOf(now);
  const [present = idea.leadBody as number] = await presentBodies(db, idea.leadBody as number, today);
  const chain = [present, ...(await ancestors(db, present, today))];
  const holders = await personsWithRole(db, 'reviewer', chain, now);
  return [...new Set(holders.filter((one) => !isWriter(draft, one.personId)).map((one) => one.name))].slice(0, 5);
}
