/** Places of a contest, and who agreed to be named. Rows are seen by the member whose they are, and by the house. */
import { sql } from 'kysely';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { QuizState } from '../rules/attempt.ts';
import type { Counts } from '../rules/certificate.ts';
import type { LateDecision, LateRule } from '../rules/late.ts';
import type { Contestant, Placed } from '../rules/ranking.ts';
import type { TieBreak } from '../rules/quiz.ts';
import { cameLate } from './late.server.ts';

/** Of a quiz that is a contest with a ranking; `closes`: the end of its last sitting. */
export type Contest = {
  id: number;
  campaignId: number;
  bodyId: number;
  title: string;
  state: QuizState;
  cancelledReason: string | null;
  sample: boolean;
  counts: Counts;
  passMark: number | null;
  lateRule: LateRule;
  tieBreaks: TieBreak[];
  guessAsked: boolean;
  closes: Instant;
  rankedAt: Instant | null;
  people: number | null;
  perfect: number | null;
};

const contests = sql`
  select q.id, q.campaign_id as "campaignId", q.body_id as "bodyId", q.title, q.state, q.cancelled_reason as "cancelledReason",
    q.sample, q.counts, q.pass_mark as "passMark", q.late_rule as "lateRule", q.tie_breaks as "tieBreaks",
    q.guess_asked as "guessAsked", (select max(s.closes_at) from quizzes.sitting s where s.quiz_id = q.id) as closes,
    q.ranked_at as "rankedAt", q.ranked_people as people, q.ranked_perfect as perfect
  from quizzes.quiz q
  where q.mode = 'contest' and q.ranking and q.published_at is not null
    and exists (select from quizzes.sitting s where s.quiz_id = q.id)`;

export async function findContest(db: Db, id: number): Promise<Contest | undefined> {
  const { rows } = await sql<Contest>`${contests} and q.id = ${id}`.execute(db);
  return rows[0];
}

export async function contestsOf(db: Db, campaignId: number): Promise<{ id: number; title: string }[]> {
  const { rows } = await sql<{ id: number; title: string }>`
    ${contests} and q.campaign_id = ${campaignId} order by q.id desc limit 20`.execute(db);
  return rows.map(({ id, title }) => ({ id, title }));
}

/**
 * Contests whose places are missing or older than something they depend on, while no key is being corrected. An attempt
 * may bear a moment from a little before it was written: what is younger than a minute is taken again.
 */
export async function dueForRanking(db: Db): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select q.id from quizzes.quiz q
    where q.mode = 'contest' and q.ranking and q.state = 'closed'
      and not exists (select from quizzes.key_correction c where c.quiz_id = q.id and c.state = 'decided')
      and (q.ranked_at is null
        or exists (select from quizzes.attempt a where a.quiz_id = q.id and a.settled_at > q.ranked_at - interval '1 minute')
        or exists (select from quizzes.ticket t where t.quiz_id = q.id and t.voided_at > q.ranked_at - interval '1 minute'))
    order by q.id`.execute(db);
  return rows.map(({ id }) => id);
}

/** Held until the transaction ends; undefined when another process has it. */
export async function takeContest(tx: Db, id: number): Promise<Contest | undefined> {
  const { rows } = await sql`select from quizzes.quiz where id = ${id} for update skip locked`.execute(tx);
  return rows.length === 0 ? undefined : findContest(tx, id);
}

export type RankedAttempt = {
  ticket: number;
  ordinal: number;
  state: 'open' | 'submitted' | 'closed';
  startedAt: Instant;
  deadline: Instant;
  handedIn: Instant;
  extraMinutes: number;
  /** An answer that was written in time came late. */
  late: boolean;
  decision: LateDecision;
  settled: boolean;
  toRead: boolean;
  answered: number;
  correct: number;
  points: number;
  ofPoints: number;
  guess: number | null;
};

/** All of them, in one statement: what is not settled is among them and says so. */
export async function attemptsToRank(tx: Db, quizId: number): Promise<RankedAttempt[]> {
  const { rows } = await sql<RankedAttempt>`
    select a.ticket_id as ticket, a.ordinal, a.state, a.started_at as "startedAt", a.deadline,
      coalesce(a.submitted_at, a.deadline) as "handedIn", t.extra_minutes as "extraMinutes", ${cameLate} as late, a.late_decision as decision,
      a.settled_at is not null as settled, a.to_read as "toRead", coalesce(a.answered, 0) as answered,
      coalesce(a.correct, 0) as correct, coalesce(a.points, 0)::float8 as points, coalesce(a.of_points, 0)::float8 as "ofPoints", a.guess
    from quizzes.attempt a join quizzes.ticket t on t.id = a.ticket_id
    where a.quiz_id = ${quizId} and t.voided_at is null order by a.ticket_id, a.ordinal`.execute(tx);
  return rows;
}

export type Ranking = { placed: readonly Placed[]; shown: ReadonlySet<number>; perfect: number };

/** Instead of what was there. */
export async function writeRanking(tx: Db, quizId: number, { placed, shown, perfect }: Ranking, now: Instant): Promise<void> {
  const of = <K extends keyof Placed<Contestant>>(name: K) => placed.map((one) => one[name]);
  await sql`delete from quizzes.placing where quiz_id = ${quizId}`.execute(tx);
  await sql`
    insert into quizzes.placing (ticket_id, quiz_id, place, points, of_points, seconds, public)
    select p.id, ${quizId}, p.place, p.points, p.of_points, p.seconds, p.public
    from unnest(${of('id')}::bigint[], ${of('place')}::int[], ${of('points')}::numeric[], ${of('ofPoints')}::numeric[],
      ${of('seconds')}::int[], ${placed.map(({ id }) => shown.has(id))}::boolean[]) as p(id, place, points, of_points, seconds, public)`.execute(tx);
  await sql`
    update quizzes.quiz set ranked_at = ${now}, ranked_people = ${placed.length}, ranked_perfect = ${perfect}
    where id = ${quizId}`.execute(tx);
}

export type ShownRow = {
  place: number;
  points: number;
  ofPoints: number;
  seconds: number;
  /** Both null for whoever does not agree to be named at this moment. */
  name: string | null;
  branchId: number | null;
};

/** The public part; a name and a branch only from an open consent. */
export async function shownRows(db: Db, quizId: number, { limit, offset }: { limit: number; offset: number }): Promise<ShownRow[]> {
  const { rows } = await sql<ShownRow>`
    select p.place, p.points::float8 as points, p.of_points::float8 as "ofPoints", p.seconds,
      m.full_name as name, case when m.member_id is not null then t.branch_id end as "branchId"
    from quizzes.placing p join quizzes.ticket t on t.id = p.ticket_id
    left join quizzes.naming n on n.ticket_id = p.ticket_id and n.withdrawn_at is null
    left join members.named m on m.member_id = t.member_id and n.id is not null
    where p.quiz_id = ${quizId} and p.public order by p.place, p.ticket_id
    limit ${sql.lit(limit)} offset ${offset}`.execute(db);
  return rows;
}

export async function countShown(db: Db, quizId: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from quizzes.placing where quiz_id = ${quizId} and public`.execute(db);
  return rows[0]?.n ?? 0;
}

/** A contest that a person has a ticket for. */
export type OwnContest = { quizId: number; ticketId: number; named: boolean; place: number | null; people: number | null; out: boolean };

/** Of the person in whose name the transaction reads: row-level security shows nobody else's. */
export async function ownContests(db: Db): Promise<OwnContest[]> {
  const { rows } = await sql<OwnContest>`
    select q.id as "quizId", t.id as "ticketId", q.ranked_people as people, p.place, coalesce(p.public, false) as out,
      exists (select from quizzes.naming n where n.ticket_id = t.id and n.withdrawn_at is null) as named
    from quizzes.ticket t join quizzes.quiz q on q.id = t.quiz_id
    left join quizzes.placing p on p.ticket_id = t.id
    where t.member_id = (select members.own_member()) and t.voided_at is null
      and q.mode = 'contest' and q.ranking and q.state in ('published', 'closed')`.execute(db);
  return rows;
}

/** What was shown to the person, in its language. Once: a second tap adds nothing. */
export async function giveNaming(tx: Db, { ticketId, language, shown, now }: { ticketId: number; language: string; shown: string; now: Instant }): Promise<void> {
  await sql`
    insert into quizzes.naming (ticket_id, language, shown, given_at) values (${ticketId}, ${language}, ${shown}, ${now})
    on conflict (ticket_id) where withdrawn_at is null do nothing`.execute(tx);
}

export async function withdrawNaming(tx: Db, ticketId: number, now: Instant): Promise<void> {
  await sql`
    update quizzes.naming set withdrawn_at = greatest(given_at, ${now}::timestamptz)
    where ticket_id = ${ticketId} and withdrawn_at is null`.execute(tx);
}
