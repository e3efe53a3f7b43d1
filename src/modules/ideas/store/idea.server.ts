import { sql, type RawBuilder } from 'kysely';
import type { Db } from '#platform/database/client.ts';
import type { Outcome, State } from '../rules/states.ts';

export type IdeaRow = {
  id: number;
  title: string;
  body: string;
  originalTitle: string;
  originalBody: string;
  field: string;
  placeId: number | null;
  placeOn: string | null;
  language: string;
  state: State;
  returnState: State | null;
  receptionBody: number;
  leadBody: number | null;
  receivedAt: Date;
  publishedAt: Date | null;
  acceptedAt: Date | null;
  answeredAt: Date | null;
  confirmedAt: Date | null;
  withdrawnAt: Date | null;
  quarantinedAt: Date | null;
  erasedAt: Date | null;
  admissibleDue: string;
  answerDue: string | null;
  pausedOn: string | null;
  calendarVersion: number;
  refusalReason: string | null;
  duplicateOf: number | null;
  clusterId: number | null;
  supporters: number;
  ledgerLeaf: string | null;
};

const columns = sql`id, title, body, original_title as "originalTitle", original_body as "originalBody", field,
  place_id as "placeId", place_on as "placeOn", language, state, return_state as "returnState",
  reception_body as "receptionBody", lead_body as "leadBody", received_at as "receivedAt",
  published_at as "publishedAt", accepted_at as "acceptedAt", answered_at as "answeredAt",
  confirmed_at as "confirmedAt", withdrawn_at as "withdrawnAt", quarantined_at as "quarantinedAt",
  erased_at as "erasedAt", admissible_due as "admissibleDue", answer_due as "answerDue", paused_on as "pausedOn",
  calendar_version as "calendarVersion", refusal_reason as "refusalReason", duplicate_of as "duplicateOf",
  cluster_id as "clusterId", supporters, encode(ledger_leaf, 'hex') as "ledgerLeaf"`;

export async function findIdea(db: Db, id: number): Promise<IdeaRow | undefined> {
  const { rows } = await sql<IdeaRow>`select ${columns} from ideas.idea where id = ${id}`.execute(db);
  return rows[0];
}

/** The row, locked until the transaction ends: two officers cannot decide the same idea at once. */
export async function lockIdea(tx: Db, id: number): Promise<IdeaRow | undefined> {
  const { rows } = await sql<IdeaRow>`select ${columns} from ideas.idea where id = ${id} for update`.execute(tx);
  return rows[0];
}

export async function findIdeaByCode(db: Db, codeHash: string): Promise<IdeaRow | undefined> {
  const { rows } = await sql<IdeaRow>`
    select ${columns} from ideas.idea where code_hash = decode(${codeHash}, 'hex')`.execute(db);
  return rows[0];
}

export type StepRow = {
  id: number;
  at: Date;
  kind: string;
  fromState: State | null;
  toState: State;
  bodyId: number | null;
  personId: string | null;
  byAuthor: boolean;
  reason: string | null;
  text: string | null;
  public: boolean;
  data: Record<string, unknown>;
  ledgerLeaf: string | null;
};

/** The timeline, oldest first. */
const stepsOf = (ideaId: number) => sql<StepRow>`
    select id, at, kind, from_state as "fromState", to_state as "toState", body_id as "bodyId",
      person_id as "personId", by_author as "byAuthor", reason, text, public, data,
      encode(ledger_leaf, 'hex') as "ledgerLeaf"
    from ideas.step where idea_id = ${ideaId} order by id`;

export const listSteps = async (db: Db, ideaId: number): Promise<StepRow[]> =>
  (await stepsOf(ideaId).execute(db)).rows;

export type AnswerRow = {
  id: number;
  bodyId: number;
  outcome: Outcome;
  text: string;
  status: 'draft' | 'submitted' | 'returned' | 'published';
  draftedBy: string;
  draftedAt: Date;
  returnNote: string | null;
  signerName: string | null;
  signerTitle: string | null;
  publishedAt: Date | null;
};

const answersOf = (ideaId: number) => sql<AnswerRow>`
    select id, body_id as "bodyId", outcome, text, status, drafted_by as "draftedBy", drafted_at as "draftedAt",
      return_note as "returnNote", signer_name as "signerName", signer_title as "signerTitle",
      published_at as "publishedAt"
    from ideas.answer where idea_id = ${ideaId} order by id`;

export const listAnswers = async (db: Db, ideaId: number): Promise<AnswerRow[]> =>
  (await answersOf(ideaId).execute(db)).rows;

export type MilestoneRow = {
  id: number;
  answerId: number;
  title: string;
  dueOn: string;
  doneOn: string | null;
  note: string | null;
};

const milestonesOf = (ideaId: number) => sql<MilestoneRow>`
    select id, answer_id as "answerId", title, due_on as "dueOn", done_on as "doneOn", note
    from ideas.milestone where idea_id = ${ideaId} order by due_on, id`;

export const listMilestones = async (db: Db, ideaId: number): Promise<MilestoneRow[]> =>
  (await milestonesOf(ideaId).execute(db)).rows;

export type ExtensionRow = { at: Date; bodyId: number; fromDue: string; toDue: string; reason: string };

const extensionsOf = (ideaId: number) => sql<ExtensionRow>`
    select at, body_id as "bodyId", from_due as "fromDue", to_due as "toDue", reason
    from ideas.extension where idea_id = ${ideaId} order by id`;

export const listExtensions = async (db: Db, ideaId: number): Promise<ExtensionRow[]> =>
  (await extensionsOf(ideaId).execute(db)).rows;

export type AssignmentRow = { bodyId: number; role: 'lead' | 'cooperating'; since: Date };

/** Bodies at work on it now, the lead first. */
const assignmentsOf = (ideaId: number) => sql<AssignmentRow>`
    select body_id as "bodyId", role, since from ideas.assignment
    where idea_id = ${ideaId} and until is null order by role = 'cooperating', since`;

export const listAssignments = async (db: Db, ideaId: number): Promise<AssignmentRow[]> =>
  (await assignmentsOf(ideaId).execute(db)).rows;

export type MessageRow = { id: number; at: Date; byAuthor: boolean; bodyId: number | null; text: string };

export async function listMessages(db: Db, ideaId: number): Promise<MessageRow[]> {
  const { rows } = await sql<MessageRow>`
    select id, at, by_author as "byAuthor", body_id as "bodyId", text
    from ideas.message where idea_id = ${ideaId} order by id`.execute(db);
  return rows;
}

export type PauseRow = { from: string; to: string | null };

export async function listPauses(db: Db, ideaId: number): Promise<PauseRow[]> {
  const { rows } = await sql<PauseRow>`
    select from_day as "from", to_day as "to" from ideas.pause
    where idea_id = ${ideaId} order by from_day`.execute(db);
  return rows;
}

export type SimilarRow = { id: number; title: string; state: State; supporters: number };

/** Other published ideas of the same cluster, most supported first. */
const similarTo = (clusterId: number | null, except: number) => sql<SimilarRow>`
    select id, title, state, supporters from ideas.published
    where cluster_id = ${clusterId} and id <> ${except} order by supporters desc, id limit 20`;

export type History = {
  steps: StepRow[];
  answers: AnswerRow[];
  milestones: MilestoneRow[];
  extensions: ExtensionRow[];
  assignments: AssignmentRow[];
  similar: SimilarRow[];
};

/** All that has happened to an idea in one round trip: six cost the page 1.5 ms of CPU more (bench `idea-page`). */
export async function readHistory(db: Db, { id, clusterId }: Pick<IdeaRow, 'id' | 'clusterId'>): Promise<History> {
  const list = (query: RawBuilder<unknown>) => sql`(select coalesce(jsonb_agg(row), '[]') from (${query}) as row)`;
  const { rows } = await sql<History>`
    select ${list(stepsOf(id))} as steps, ${list(answersOf(id))} as answers, ${list(milestonesOf(id))} as milestones,
      ${list(extensionsOf(id))} as extensions, ${list(assignmentsOf(id))} as assignments,
      ${list(similarTo(clusterId, id))} as similar`.execute(db);
  const { steps, answers, milestones, extensions, assignments, similar } = rows[0] as History;
  // JSON has no instants.
  return {
    steps: steps.map((step) => ({ ...step, at: new Date(step.at) })),
    answers: answers.map((answer) => ({
      ...answer,
      draftedAt: new Date(answer.draftedAt),
      publishedAt: answer.publishedAt && new Date(answer.publishedAt),
    })),
    milestones,
    extensions: extensions.map((extension) => ({ ...extension, at: new Date(extension.at) })),
    assignments: assignments.map((assignment) => ({ ...assignment, since: new Date(assignment.since) })),
    similar,
  };
}

type Change = Partial<
  Record<
    | 'title' | 'body' | 'state' | 'return_state' | 'reception_body' | 'lead_body' | 'published_at' | 'accepted_at' | 'answered_at'
    | 'confirmed_at' | 'withdrawn_at' | 'quarantined_at' | 'answer_due' | 'admissible_due' | 'paused_on'
    | 'refusal_reason' | 'duplicate_of' | 'cluster_id' | 'place_id' | 'place_on' | 'field' | 'calendar_version',
    unknown
  >
>;

/** Changes named columns of one idea; the names are ours, never a sender's. */
export async function updateIdea(tx: Db, id: number, change: Change): Promise<void> {
  await tx.updateTable('ideas.idea').set(change as never).where('id', '=', id).execute();
}

export async function supportersOf(db: Db, ids: readonly number[]): Promise<Map<number, number>> {
  const { rows } = await sql<{ id: number; supporters: number }>`
    select id, supporters from ideas.idea where id = any(${[...ids]}::bigint[])`.execute(db);
  return new Map(rows.map((row) => [row.id, row.supporters]));
}
