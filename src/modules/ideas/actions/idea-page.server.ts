import { bodyName, within } from '#modules/organisation/index.server.ts';
import { labelOf, type PlaceLabel } from '#modules/places/index.server.ts';
import type { Actor } from '#modules/people/index.server.ts';
import { dayOf, type Day, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { attachedFiles, type StoredFile } from '#platform/files/files.server.ts';
import { urgency, type Urgency } from '../rules/deadlines.ts';
import { mayModerate, mayReadFile, type Concerned } from '../rules/permissions.ts';
import { isOpen, visibility, type Outcome, type State } from '../rules/states.ts';
import {
  findIdea,
  listSteps,
  readHistory,
  type AnswerRow,
  type IdeaRow,
  type MilestoneRow,
  type StepRow,
} from '../store/idea.server.ts';
import { readClock } from './settings.server.ts';
import { FILE_OWNER } from './submit.server.ts';

export type TimelineEntry = {
  at: Date;
  kind: string;
  toState: State;
  body: string | null;
  byAuthor: boolean;
  reason: string | null;
  text: string | null;
  values: Record<string, string>;
};

export type PublishedAnswer = {
  id: number;
  outcome: Outcome;
  text: string;
  body: string;
  signerName: string;
  signerTitle: string;
  publishedAt: Date;
  /** Follows an earlier answer, which stays as it was. */
  corrects: boolean;
  milestones: MilestoneRow[];
};

export type IdeaPage = {
  id: number;
  title: string;
  body: string;
  /** In which the author wrote; the page around it may have another. */
  language: string;
  field: string;
  place: PlaceLabel | null;
  state: State;
  open: boolean;
  receivedAt: Date;
  reworded: boolean;
  leadBody: string | null;
  cooperating: string[];
  answerDue: Day | null;
  urgency: Urgency;
  supporters: number;
  files: StoredFile[];
  answers: PublishedAnswer[];
  extensions: { at: Date; body: string; fromDue: Day; toDue: Day; reason: string }[];
  timeline: TimelineEntry[];
  similar: { id: number; title: string; state: State; supporters: number }[];
  ledgerLeaf: string | null;
  abilities: { moderate: boolean; readFile: boolean };
};

/** What stands at the address of an idea that is not (or no longer) to be read. */
export type Tombstone = {
  id: number;
  cause: 'refused' | 'duplicate' | 'withdrawn' | 'quarantined';
  reason: string | null;
  text: string | null;
  at: Date;
  body: string | null;
  duplicateOf: number | null;
};

export type IdeaView =
  | { kind: 'missing' }
  | { kind: 'waiting'; id: number; receivedAt: Date; admissibleDue: Day }
  | { kind: 'tombstone'; tombstone: Tombstone }
  | { kind: 'public'; idea: IdeaPage };

export const concerned = (idea: IdeaRow, cooperating: readonly number[] = []): Concerned => ({
  receptionBody: idea.receptionBody,
  leadBody: idea.leadBody,
  cooperatingBodies: cooperating,
  quarantined: idea.quarantinedAt !== null,
});

/** Everything that everybody may read of an idea, or what stands in its place. */
export async function readIdeaPage(db: Db, id: number, actor: Actor, now: Instant): Promise<IdeaView> {
  const idea = await findIdea(db, id);
  if (!idea) return { kind: 'missing' };
  const shown = visibility(idea);
  if (shown === 'waiting') {
    return { kind: 'waiting', id, receivedAt: idea.receivedAt, admissibleDue: idea.admissibleDue };
  }
  if (shown === 'tombstone') return { kind: 'tombstone', tombstone: await buryIdea(db, idea, now) };
  return { kind: 'public', idea: await presentIdea(db, idea, actor, now) };
}

export async function presentIdea(db: Db, idea: IdeaRow, actor: Actor, now: Instant): Promise<IdeaPage> {
  const today = dayOf(now);
  const [history, attachments, clock, isWithin] = await Promise.all([
    readHistory(db, idea),
    attachedFiles(db, FILE_OWNER, [String(idea.id)]),
    readClock(db),
    within(db, today),
  ]);
  const { steps, answers, milestones, extensions, assignments, similar } = history;
  const name = (body: number, at: Date) => bodyName(db, body, dayOf(at), today);
  const cooperating = assignments.filter((one) => one.role === 'cooperating');
  const concern = concerned(idea, cooperating.map((one) => one.bodyId));
  return {
    id: idea.id,
    title: idea.title,
    body: idea.body,
    language: idea.language,
    field: idea.field,
    place: idea.placeId === null ? null : ((await labelOf(db, idea.placeId, idea.placeOn ?? today, today)) ?? null),
    state: idea.state,
    open: isOpen(idea.state),
    receivedAt: idea.receivedAt,
    reworded: idea.title !== idea.originalTitle || idea.body !== idea.originalBody,
    leadBody: idea.leadBody === null ? null : await name(idea.leadBody, now),
    cooperating: await Promise.all(cooperating.map((one) => name(one.bodyId, one.since))),
    answerDue: idea.answerDue,
    urgency: idea.answeredAt
      ? 'none'
      : urgency(idea.answerDue, today, { paused: idea.pausedOn !== null, remindBefore: clock.remindBefore }),
    supporters: idea.supporters,
    files: attachments.get(String(idea.id)) ?? [],
    answers: await presentAnswers(answers, milestones, name),
    extensions: await Promise.all(
      extensions.map(async ({ bodyId, ...rest }) => ({ ...rest, body: await name(bodyId, rest.at) })),
    ),
    timeline: await presentTimeline(steps.filter((step) => step.public), name),
    similar,
    ledgerLeaf: idea.ledgerLeaf,
    abilities: { moderate: mayModerate(actor, concern, isWithin), readFile: mayReadFile(actor, concern, isWithin) },
  };
}

export type NameOfBody = (body: number, at: Date) => Promise<string>;

function presentAnswers(answers: AnswerRow[], milestones: MilestoneRow[], name: NameOfBody) {
  const published = answers.filter((answer) => answer.status === 'published' && answer.publishedAt);
  return Promise.all(
    published.map(async (answer, index) => ({
      id: answer.id,
      outcome: answer.outcome,
      text: answer.text,
      body: await name(answer.bodyId, answer.publishedAt as Date),
      signerName: answer.signerName ?? '',
      signerTitle: answer.signerTitle ?? '',
      publishedAt: answer.publishedAt as Date,
      corrects: index > 0,
      milestones: milestones.filter((milestone) => milestone.answerId === answer.id),
    })),
  );
}

/** Ids of bodies in a step's data become names; nothing about the officer who acted leaves the desk. */
export function presentTimeline(steps: readonly StepRow[], name: NameOfBody): Promise<TimelineEntry[]> {
  return Promise.all(
    steps.map(async (step) => ({
      at: step.at,
      kind: step.kind,
      toState: step.toState,
      body: step.bodyId === null ? null : await name(step.bodyId, step.at),
      byAuthor: step.byAuthor,
      reason: step.reason,
      text: step.text,
      values: Object.fromEntries(
        Object.entries(step.data).flatMap(([key, value]) => (key === 'onBehalfOf' ? [] : [[key, String(value)]])),
      ),
    })),
  );
}

async function buryIdea(db: Db, idea: IdeaRow, now: Instant): Promise<Tombstone> {
  const today = dayOf(now);
  const steps = await listSteps(db, idea.id);
  const last = (...kinds: string[]) => steps.findLast((step) => kinds.includes(step.kind));
  const decided = last('refuse', 'reclassify', 'mark_duplicate', 'withdraw', 'quarantine');
  const cause = idea.quarantinedAt
    ? 'quarantined'
    : idea.withdrawnAt
      ? 'withdrawn'
      : idea.state === 'duplicate'
        ? 'duplicate'
        : 'refused';
  return {
    id: idea.id,
    cause,
    reason: cause === 'refused' ? idea.refusalReason : null,
    text: cause === 'refused' || cause === 'duplicate' ? (decided?.text ?? null) : null,
    at: decided?.at ?? idea.receivedAt,
    body: decided?.bodyId ? await bodyName(db, decided.bodyId, dayOf(decided.at), today) : null,
    duplicateOf: cause === 'duplicate' ? idea.duplicateOf : null,
  };
}
