/** What quizzes keep about one person with an account, and how it goes. */
import { sql } from 'kysely';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { OfficialAct } from '#platform/personal-data.ts';

const own = (personId: string) => sql`t.member_id in (select member_id from members.account where person_id = ${personId})`;

export type OwnAttempt = {
  quiz: string; startedAt: Instant; submittedAt: Instant | null; closedAt: Instant | null; receipt: string | null;
  correct: number | null; points: number | null; ofPoints: number | null; extraMinutes: number; guess: number | null;
};

export async function attemptsOf(db: Db, personId: string): Promise<OwnAttempt[]> {
  const { rows } = await sql<OwnAttempt>`
    select q.title as quiz, a.started_at as "startedAt", a.submitted_at as "submittedAt", a.closed_at as "closedAt", a.receipt,
      a.correct, a.points::float8 as points, a.of_points::float8 as "ofPoints", t.extra_minutes as "extraMinutes", a.guess
    from quizzes.attempt a join quizzes.ticket t on t.id = a.ticket_id join quizzes.quiz q on q.id = a.quiz_id
    where ${own(personId)} order by a.started_at`.execute(db);
  return rows;
}

export type OwnAnswer = { quiz: string; question: number; answer: string | null; at: Instant };

/** Every version of every answer, as it arrived. */
export async function answersOf(db: Db, personId: string): Promise<OwnAnswer[]> {
  const { rows } = await sql<OwnAnswer>`
    select q.title as quiz, e.item + 1 as question, e.answer::text as answer, e.received_at as at
    from quizzes.event e join quizzes.ticket t on t.id = e.ticket_id join quizzes.quiz q on q.id = t.quiz_id
    where ${own(personId)} and e.item >= 0 order by e.received_at, e.seq`.execute(db);
  return rows;
}

export async function certificatesOf(db: Db, personId: string): Promise<{ quiz: string; at: Instant; revokedAt: Instant | null }[]> {
  const { rows } = await sql<{ quiz: string; at: Instant; revokedAt: Instant | null }>`
    select q.title as quiz, t.issued_at as at, t.revoked_at as "revokedAt"
    from quizzes.certificate t join quizzes.quiz q on q.id = t.quiz_id where ${own(personId)} order by t.issued_at`.execute(db);
  return rows;
}

export type OwnPlacing = { quiz: string; place: number; points: number; at: Instant | null };

export async function placingsOf(db: Db, personId: string): Promise<OwnPlacing[]> {
  const { rows } = await sql<OwnPlacing>`
    select q.title as quiz, p.place, p.points::float8 as points, q.ranked_at as at
    from quizzes.placing p join quizzes.ticket t on t.id = p.ticket_id join quizzes.quiz q on q.id = p.quiz_id
    where ${own(personId)} order by q.ranked_at, q.id`.execute(db);
  return rows;
}

export type OwnNaming = { quiz: string; shown: string; language: string; givenAt: Instant; withdrawnAt: Instant | null };

/** Every consent to be named in a ranking, those that were taken back too. */
export async function namingsOf(db: Db, personId: string): Promise<OwnNaming[]> {
  const { rows } = await sql<OwnNaming>`
    select q.title as quiz, n.shown, n.language, n.given_at as "givenAt", n.withdrawn_at as "withdrawnAt"
    from quizzes.naming n join quizzes.ticket t on t.id = n.ticket_id join quizzes.quiz q on q.id = t.quiz_id
    where ${own(personId)} order by n.given_at, n.id`.execute(db);
  return rows;
}

/** The name leaves every ranking with them. @returns how many */
export async function deleteNamings(tx: Db, personId: string): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from quizzes.naming n using quizzes.ticket t where t.id = n.ticket_id and ${own(personId)}`.execute(tx);
  return Number(numAffectedRows ?? 0);
}

/** Words of one's own go; what was chosen stays as a figure of a member who is nobody any more. @returns how many answers */
export async function emptyTexts(tx: Db, personId: string): Promise<number> {
  const { numAffectedRows } = await sql`
    update quizzes.event e set answer = '{"type":"open","text":""}' from quizzes.ticket t
    where t.id = e.ticket_id and e.answer->>'type' = 'open' and e.answer->>'text' <> '' and ${own(personId)}`.execute(tx);
  return Number(numAffectedRows ?? 0);
}

export type OwnJudgement = { quiz: string; what: string; text: string; at: Instant };

/** What others wrote about the person's answers: decisions about late ones, and comments of readers. */
export async function judgementsOf(db: Db, personId: string): Promise<OwnJudgement[]> {
  const { rows } = await sql<OwnJudgement>`
    select q.title as quiz, 'late' as what, d.reason as text, d.decided_at as at from quizzes.late_decision d
    join quizzes.ticket t on t.id = d.ticket_id join quizzes.quiz q on q.id = t.quiz_id where ${own(personId)}
    union all
    select q.title, 'grade', g.comment, g.graded_at from quizzes.grade g
    join quizzes.ticket t on t.id = g.ticket_id join quizzes.quiz q on q.id = t.quiz_id where ${own(personId)}
    order by 4`.execute(db);
  return rows;
}

/** Comments may repeat what the person wrote. @returns how many */
export async function emptyComments(tx: Db, personId: string): Promise<number> {
  const { numAffectedRows } = await sql`
    update quizzes.grade g set comment = '' from quizzes.ticket t
    where t.id = g.ticket_id and g.comment <> '' and ${own(personId)}`.execute(tx);
  return Number(numAffectedRows ?? 0);
}

/** What is left of it is the ticket's minutes. @returns how many */
export async function deleteAllowances(tx: Db, personId: string): Promise<number> {
  const { numAffectedRows } = await sql`delete from quizzes.allowance t where ${own(personId)}`.execute(tx);
  return Number(numAffectedRows ?? 0);
}

export async function allowancesOf(db: Db, personId: string): Promise<{ quiz: string; minutes: number; at: Instant }[]> {
  const { rows } = await sql<{ quiz: string; minutes: number; at: Instant }>`
    select q.title as quiz, t.minutes, t.given_at as at from quizzes.allowance t join quizzes.quiz q on q.id = t.quiz_id
    where ${own(personId)} order by t.given_at`.execute(db);
  return rows;
}

/** Their pages say who passed to whoever has the code. @returns how many */
export async function deleteCertificates(tx: Db, personId: string): Promise<number> {
  const { numAffectedRows } = await sql`delete from quizzes.certificate t where ${own(personId)}`.execute(tx);
  return Number(numAffectedRows ?? 0);
}

export async function actsOf(db: Db, personId: string): Promise<OfficialAct[]> {
  const { rows } = await sql<OfficialAct>`
    select created_at as at, 'write' as what from quizzes.quiz where written_by = ${personId}
    union all select coalesce(published_at, created_at), 'review' from quizzes.quiz where reviewed_by = ${personId}
    union all select issued_at, 'assist' from quizzes.ticket where assisted_by = ${personId}
    union all select asked_at, 'batch' from quizzes.certificate_batch where asked_by = ${personId}
    union all select asked_at, 'statements' from quizzes.statement_export where asked_by = ${personId}
    union all select proposed_at, 'propose' from quizzes.key_correction where proposed_by = ${personId}
    union all select decided_at, 'decide' from quizzes.key_correction where decided_by = ${personId}
    union all select decided_at, 'late' from quizzes.late_decision where decided_by = ${personId}
    union all select graded_at, 'grade' from quizzes.grade where graded_by = ${personId}
    union all select given_at, 'extend' from quizzes.allowance where given_by = ${personId}
    order by 1`.execute(db);
  return rows;
}
