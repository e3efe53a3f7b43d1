import { sql } from 'kysely';
import type { Day, Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Outcome } from '../rules/states.ts';

export type DraftRow = {
  id: number;
  bodyId: number;
  outcome: Outcome;
  text: string;
  status: 'draft' | 'submitted' | 'returned';
  version: number;
  draftedBy: string;
  draftedAt: Date;
  writtenBy: string[];
  submittedAt: Date | null;
  returnNote: string | null;
  returnedBy: string | null;
  returnedAt: Date | null;
};

/** The one answer that is being written; an idea has at most one. */
export async function findDraft(db: Db, ideaId: number): Promise<DraftRow | undefined> {
  const { rows } = await sql<DraftRow>`
    select id, body_id as "bodyId", outcome, text, status, version, drafted_by as "draftedBy",
      drafted_at as "draftedAt", written_by as "writtenBy", submitted_at as "submittedAt",
      return_note as "returnNote", returned_by as "returnedBy", returned_at as "returnedAt"
    from ideas.answer where idea_id = ${ideaId} and status <> 'published'`.execute(db);
  return rows[0];
}

export type Draft = { outcome: Outcome; text: string; milestones: readonly { title: string; due: Day }[] };
export type Writing = { ideaId: number; bodyId: number; personId: string; now: Instant };

/** Writes the draft over, or begins one. Whoever saves it stands among its writers from then on. */
export async function writeDraft(tx: Db, draft: Draft, { ideaId, bodyId, personId, now }: Writing): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into ideas.answer (idea_id, body_id, outcome, text, drafted_by, drafted_at, written_by)
    values (${ideaId}, ${bodyId}, ${draft.outcome}, ${draft.text}, ${personId}, ${now}, array[${personId}::text])
    on conflict (idea_id) where status <> 'published' do update
      set body_id = excluded.body_id, outcome = excluded.outcome, text = excluded.text,
        drafted_by = excluded.drafted_by, drafted_at = excluded.drafted_at, version = answer.version + 1,
        written_by = array_append(array_remove(answer.written_by, ${personId}::text), ${personId}::text)
    returning id`.execute(tx);
  const id = rows[0]!.id;
  await sql`delete from ideas.milestone where answer_id = ${id}`.execute(tx);
  await sql`insert into ideas.milestone (idea_id, answer_id, title, due_on)
    select ${ideaId}, ${id}, row.title, row.due
    from jsonb_to_recordset(${JSON.stringify(draft.milestones)}::jsonb) as row (title text, due date)`.execute(tx);
  return id;
}

export async function markSubmitted(tx: Db, draftId: number, now: Instant): Promise<void> {
  await sql`update ideas.answer set status = 'submitted', submitted_at = ${now}, version = version + 1
    where id = ${draftId}`.execute(tx);
}

/** Back to its writers; `note` is null when a writer took it back. */
export async function markReturned(
  tx: Db,
  draftId: number,
  { note, personId, now }: { note: string | null; personId: string; now: Instant },
): Promise<void> {
  await sql`update ideas.answer set version = version + 1, submitted_at = null,
      status = case when ${note}::text is null then 'draft' else 'returned' end, return_note = ${note},
      returned_by = ${personId}, returned_at = ${now}
    where id = ${draftId}`.execute(tx);
}

export async function deleteDraft(tx: Db, draftId: number): Promise<void> {
  await sql`delete from ideas.answer where id = ${draftId} and status <> 'published'`.execute(tx);
}

export type Signature = { personId: string; name: string; title: string; now: Instant; leaf: string };

/** The draft becomes the agency's word. From here on the database refuses every change of the row. */
export async function markPublished(tx: Db, draftId: number, signature: Signature): Promise<void> {
  const { personId, name, title, now, leaf } = signature;
  await sql`delete from ideas.milestone m using ideas.answer a
    where m.answer_id = a.id and a.id = ${draftId} and a.outcome <> 'adopted'`.execute(tx);
  await sql`update ideas.answer set status = 'published', published_at = ${now}, approved_by = ${personId},
      signer_name = ${name}, signer_title = ${title}, ledger_leaf = decode(${leaf}, 'hex')
    where id = ${draftId}`.execute(tx);
}

export type LatestAnswer = { id: number; outcome: Outcome; version: number; approvedBy: string; publishedAt: Date };

/** The answer in force: the last one published. */
export async function latestAnswer(db: Db, ideaId: number): Promise<LatestAnswer | undefined> {
  const { rows } = await sql<LatestAnswer>`
    select id, outcome, version, approved_by as "approvedBy", published_at as "publishedAt"
    from ideas.answer where idea_id = ${ideaId} and status = 'published' order by id desc limit 1`.execute(db);
  return rows[0];
}

/** How somebody signed last, so that they need not type it each time. */
export async function lastSignerTitle(db: Db, personId: string): Promise<string | undefined> {
  const { rows } = await sql<{ title: string }>`
    select signer_title as title from ideas.answer
    where approved_by = ${personId} and status = 'published' order by id desc limit 1`.execute(db);
  return rows[0]?.title;
}

/** Ideas whose authors get the same answer: those marked as the same, and those of the cluster. */
export async function listSharers(db: Db, ideaId: number, clusterId: number | null): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from ideas.idea
    where (duplicate_of = ${ideaId} or cluster_id = ${clusterId}::bigint) and id <> ${ideaId}
      and withdrawn_at is null and quarantined_at is null
    order by id`.execute(db);
  return rows.map((row) => row.id);
}

export type PromiseRow = {
  id: number;
  answerId: number;
  title: string;
  dueOn: Day;
  promisedOn: Day;
  doneOn: Day | null;
  note: string | null;
};

/** The milestones of one answer in the order in which they were written. */
export async function listPromises(db: Db, answerId: number): Promise<PromiseRow[]> {
  const { rows } = await sql<PromiseRow>`
    select id, answer_id as "answerId", title, due_on as "dueOn", coalesce(promised_on, due_on) as "promisedOn",
      done_on as "doneOn", note
    from ideas.milestone where answer_id = ${answerId} order by id`.execute(db);
  return rows;
}

export async function finishPromise(tx: Db, id: number, done: { on: Day; note: string | null }): Promise<void> {
  await sql`update ideas.milestone set done_on = ${done.on}, note = ${done.note} where id = ${id}`.execute(tx);
}

export async function movePromise(tx: Db, id: number, moved: { to: Day; reason: string }): Promise<void> {
  await sql`update ideas.milestone set promised_on = coalesce(promised_on, due_on), due_on = ${moved.to},
    note = ${moved.reason} where id = ${id}`.execute(tx);
}

export type Extension = {
  ideaId: number;
  bodyId: number;
  personId: string;
  at: Instant;
  fromDue: Day;
  toDue: Day;
  reason: string;
};

export async function insertExtension(tx: Db, e: Extension): Promise<void> {
  await sql`insert into ideas.extension (idea_id, body_id, person_id, at, from_due, to_due, reason)
    values (${e.ideaId}, ${e.bodyId}, ${e.personId}, ${e.at}, ${e.fromDue}, ${e.toDue}, ${e.reason})`.execute(tx);
}

export type AnsweredRow = {
  id: number;
  text: string;
  outcome: Outcome;
  signerName: string;
  signerTitle: string;
  milestones: { title: string; promisedOn: Day }[];
};

/** Published answers as they stand today, with the days that were promised first. */
export async function answeredContents(db: Db, ids: readonly string[]): Promise<AnsweredRow[]> {
  const { rows } = await sql<AnsweredRow>`
    select id, text, outcome, signer_name as "signerName", signer_title as "signerTitle", coalesce((
      select jsonb_agg(jsonb_build_object('title', m.title, 'promisedOn', coalesce(m.promised_on, m.due_on)) order by m.id)
      from ideas.milestone m where m.answer_id = answer.id
    ), '[]') as milestones
    from ideas.answer where id = any(${ids.map(Number)}::bigint[]) and status = 'published'`.execute(db);
  return rows;
}
