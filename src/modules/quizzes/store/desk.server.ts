/** Quizzes as the desk lists, writes and follows them. Nothing here reads an answer. */
import { sql } from 'kysely';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { QuizState } from '../rules/attempt.ts';
import type { Window } from '../rules/window.ts';
import type { NewSitting, QuizRules, TieBreak } from '../rules/quiz.ts';

export type DeskQuiz = QuizRules & {
  id: number;
  campaignId: number;
  bodyId: number;
  state: QuizState;
  cancelledReason: string | null;
  note: string | null;
  writtenBy: string | null;
  reviewedBy: string | null;
  sample: boolean;
  changedAt: Date;
  publishedAt: Date | null;
  closedAt: Date | null;
};

const columns = sql`id, campaign_id as "campaignId", body_id as "bodyId", title, state, paper_id as "paperId",
  sheet_count as "sheetCount", mode, time_limit as "limit", attempts_allowed as attempts, counts, pass_mark as "passMark",
  shuffle_items as "shuffleItems", shuffle_options as "shuffleOptions", explanations, late_rule as "lateRule", certificate,
  ranking, tie_breaks as "tieBreaks", guess_asked as "guessAsked", cancelled_reason as "cancelledReason", note,
  written_by as "writtenBy", reviewed_by as "reviewedBy", sample, changed_at as "changedAt", published_at as "publishedAt",
  closed_at as "closedAt"`;

export async function deskQuiz(db: Db, id: number, lock = false): Promise<DeskQuiz | undefined> {
  const { rows } = await sql<DeskQuiz>`
    select ${columns} from quizzes.quiz where id = ${id} ${lock ? sql`for update` : sql``}`.execute(db);
  return rows[0];
}

export type QuizFilter = { bodies: readonly number[]; words: readonly string[]; state: QuizState | null; limit: number; offset: number };

export async function listQuizzes(db: Db, filter: QuizFilter): Promise<{ rows: DeskQuiz[]; total: number }> {
  const where = [sql`body_id = any(${[...filter.bodies]}::int[])`];
  if (filter.state) where.push(sql`state = ${filter.state}`);
  for (const word of filter.words) where.push(sql`position(${` ${word}`} in ' ' || platform.fold(title)) > 0`);
  const all = sql.join(where, sql` and `);
  const { rows } = await sql<DeskQuiz>`
    select ${columns} from quizzes.quiz where ${all} order by id desc
    limit ${sql.lit(filter.limit)} offset ${filter.offset}`.execute(db);
  const { rows: [counted] } = await sql<{ n: number }>`select count(*)::int as n from quizzes.quiz where ${all}`.execute(db);
  return { rows, total: counted?.n ?? 0 };
}

/** Quizzes of campaigns that their members may know of, the newest first. */
export async function quizzesOfCampaign(db: Db, campaignId: number): Promise<DeskQuiz[]> {
  const { rows } = await sql<DeskQuiz>`
    select ${columns} from quizzes.quiz
    where campaign_id = ${campaignId} and state in ('published', 'closed', 'cancelled') and published_at is not null
    order by id desc limit 20`.execute(db);
  return rows;
}

/** All of them, drafts too, the newest first. */
export async function allOfCampaign(db: Db, campaignId: number): Promise<DeskQuiz[]> {
  const { rows } = await sql<DeskQuiz>`
    select ${columns} from quizzes.quiz where campaign_id = ${campaignId} order by id desc limit 100`.execute(db);
  return rows;
}

/** When each of these quizzes can be answered, in order; those without a time are missing. */
export async function windowsOf(db: Db, quizIds: readonly number[]): Promise<Map<number, Window[]>> {
  const { rows } = await sql<Window & { quizId: number }>`
    select quiz_id as "quizId", opens_at as opens, closes_at as closes from quizzes.sitting
    where quiz_id = any(${[...quizIds]}::bigint[]) order by opens_at, id`.execute(db);
  return Map.groupBy(rows, ({ quizId }) => quizId);
}

/** `by` null: the sample. */
type Written = { by: string | null; now: Instant };

export async function insertQuiz(tx: Db, where: { campaignId: number; bodyId: number; title: string }, { by, now }: Written): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into quizzes.quiz (campaign_id, body_id, title, state, written_by, created_at, changed_at)
    values (${where.campaignId}, ${where.bodyId}, ${where.title}, 'draft', ${by}, ${now}, ${now}) returning id`.execute(tx);
  return rows[0]!.id;
}

export async function updateQuiz(tx: Db, id: number, rules: QuizRules, { by, now }: Written): Promise<void> {
  const ties: TieBreak[] = [...rules.tieBreaks];
  await sql`
    update quizzes.quiz set title = ${rules.title}, paper_id = ${rules.paperId}, sheet_count = ${rules.sheetCount},
      mode = ${rules.mode}, time_limit = ${rules.limit}, attempts_allowed = ${rules.attempts}, counts = ${rules.counts},
      pass_mark = ${rules.passMark}, shuffle_items = ${rules.shuffleItems}, shuffle_options = ${rules.shuffleOptions},
      explanations = ${rules.explanations}, late_rule = ${rules.lateRule}, certificate = ${rules.certificate},
      ranking = ${rules.ranking}, tie_breaks = ${ties}::text[], guess_asked = ${rules.guessAsked}, written_by = ${by},
      -- Two that are saved in one moment are still two.
      changed_at = greatest(${now}, changed_at + interval '1 millisecond')
    where id = ${id}`.execute(tx);
}

/** Those of a draft, all anew: nobody has a ticket yet. */
export async function replaceSittings(tx: Db, quizId: number, sittings: readonly NewSitting[]): Promise<void> {
  await sql`delete from quizzes.sitting where quiz_id = ${quizId}`.execute(tx);
  for (const { opens, closes, places, sessionId } of sittings) {
    await sql`insert into quizzes.sitting (quiz_id, opens_at, closes_at, places, session_id)
      values (${quizId}, ${opens}, ${closes}, ${places}, ${sessionId})`.execute(tx);
  }
}

export type StateChange = { state: QuizState; note?: string | null; reviewedBy?: string; cancelledReason?: string };

export async function setQuizState(tx: Db, id: number, change: StateChange, now: Instant): Promise<void> {
  await sql`
    update quizzes.quiz set state = ${change.state}, note = ${change.note ?? null},
      reviewed_by = coalesce(${change.reviewedBy ?? null}::uuid, reviewed_by),
      cancelled_reason = ${change.cancelledReason ?? null}, changed_at = ${now}
    where id = ${id}`.execute(tx);
}

export type DeskSitting = NewSitting & { id: number; tickets: number };

export async function deskSittings(db: Db, quizId: number): Promise<DeskSitting[]> {
  const { rows } = await sql<DeskSitting>`
    select s.id, s.opens_at as opens, s.closes_at as closes, s.places, s.session_id as "sessionId",
      (select count(*)::int from quizzes.ticket t where t.sitting_id = s.id and t.voided_at is null) as tickets
    from quizzes.sitting s where s.quiz_id = ${quizId} order by s.opens_at, s.id`.execute(db);
  return rows;
}

/** Where a sitting stands: never who, and never what was answered. */
export type Progress = {
  sittingId: number;
  branchId: number;
  tickets: number;
  /** Began, and has not handed in. */
  working: number;
  /** At least one answer has arrived. */
  received: number;
  submitted: number;
  /** Ended by the server, without being handed in. */
  closed: number;
  late: number;
};

export async function progressOf(db: Db, quizId: number): Promise<Progress[]> {
  const { rows } = await sql<Progress>`
    select t.sitting_id as "sittingId", t.branch_id as "branchId", count(*)::int as tickets,
      count(a.ticket_id) filter (where a.state = 'open')::int as working,
      count(*) filter (where exists (
        select from quizzes.event e where e.ticket_id = a.ticket_id and e.ordinal = a.ordinal and e.item >= 0))::int as received,
      count(a.ticket_id) filter (where a.state = 'submitted')::int as submitted,
      count(a.ticket_id) filter (where a.state = 'closed')::int as closed,
      count(a.ticket_id) filter (where a.late)::int as late
    from quizzes.ticket t
    left join lateral (
      select * from quizzes.attempt a where a.ticket_id = t.id order by a.ordinal desc limit 1) a on true
    where t.quiz_id = ${quizId} and t.voided_at is null
    group by t.sitting_id, t.branch_id order by t.sitting_id, t.branch_id`.execute(db);
  return rows;
}

export async function keyOfSitting(db: Db, quizId: number, sittingId: number): Promise<{ key: Buffer | null; opens: Date } | undefined> {
  const { rows } = await sql<{ key: Buffer | null; opens: Date }>`
    select sheet_key as key, opens_at as opens from quizzes.sitting where id = ${sittingId} and quiz_id = ${quizId}`.execute(db);
  return rows[0];
}
