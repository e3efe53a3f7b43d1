/** Corrections of keys, and what they changed for each attempt. */
import { sql } from 'kysely';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Correction, Regrade, Summary } from '../rules/correction.ts';
import type { FullSheet } from '../rules/sheet.ts';
import type { Key } from './attempt.server.ts';
import type { ToSettle } from './settle.server.ts';

export type CorrectionRow = Correction & {
  id: number;
  quizId: number;
  reason: string;
  state: 'proposed' | 'refused' | 'decided' | 'done';
  proposedBy: string;
  proposedAt: Date;
  decidedBy: string | null;
  decidedAt: Date | null;
  revokes: boolean;
  summary: Summary | null;
};
const columns = sql`id, quiz_id as "quizId", version_id as "versionId", kind, question, reason, state, proposed_by as "proposedBy",
  proposed_at as "proposedAt", decided_by as "decidedBy", decided_at as "decidedAt", revokes, summary`;

export async function correctionsOf(db: Db, quizId: number): Promise<CorrectionRow[]> {
  const { rows } = await sql<CorrectionRow>`
    select ${columns} from quizzes.key_correction where quiz_id = ${quizId} order by id desc limit 100`.execute(db);
  return rows;
}

export async function lockCorrection(tx: Db, id: number): Promise<CorrectionRow | undefined> {
  const { rows } = await sql<CorrectionRow>`select ${columns} from quizzes.key_correction where id = ${id} for update`.execute(tx);
  return rows[0];
}

export type NewCorrection = Correction & { quizId: number; reason: string; by: string };

/** False when another one of the quiz is under way. */
export async function insertCorrection(tx: Db, one: NewCorrection, now: Instant): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into quizzes.key_correction (quiz_id, version_id, kind, question, reason, state, proposed_by, proposed_at)
    values (${one.quizId}, ${one.versionId}, ${one.kind}, ${one.question && JSON.stringify(one.question)}, ${one.reason}, 'proposed',
      ${one.by}, ${now})
    on conflict (quiz_id) where state in ('proposed', 'decided') do nothing`.execute(tx);
  return numAffectedRows === 1n;
}

export type Decision = { state: 'refused' | 'decided'; by: string; revokes: boolean };

export const decideRow = (tx: Db, id: number, { state, by, revokes }: Decision, now: Instant) =>
  sql`update quizzes.key_correction set state = ${state}, decided_by = ${by}, decided_at = ${now}, revokes = ${revokes}
    where id = ${id}`.execute(tx);

export const finishRow = (tx: Db, id: number, summary: Summary) =>
  sql`update quizzes.key_correction set state = 'done', summary = ${JSON.stringify(summary)} where id = ${id}`.execute(tx);

export type SheetRow = { sitting: number; number: number; content: FullSheet };

export async function sheetsOf(db: Db, quizId: number): Promise<SheetRow[]> {
  const { rows } = await sql<SheetRow>`
    select h.sitting_id as sitting, h.number, h.content from quizzes.sheet h
    join quizzes.sitting s on s.id = h.sitting_id where s.quiz_id = ${quizId} order by 1, 2`.execute(db);
  return rows;
}

export const putContent = (tx: Db, { sitting, number, content }: SheetRow) =>
  sql`update quizzes.sheet set content = ${JSON.stringify(content)} where sitting_id = ${sitting} and number = ${number}`.execute(tx);

export type Graded = ToSettle & { points: number; ofPoints: number };

/** Settled attempts of the quiz that this correction has not worked out yet, held until the transaction ends. */
export async function takeToRegrade(tx: Db, correction: { id: number; quizId: number }, limit: number): Promise<Graded[]> {
  const { rows } = await sql<Graded>`
    select a.ticket_id as ticket, a.ordinal, a.sitting_id as sitting, a.sheet_number as sheet, a.started_at as "startedAt", a.deadline,
      q.late_rule as rule, a.late_decision as decision, a.epoch, a.base_epoch as "baseEpoch", a.points::float8 as points,
      a.of_points::float8 as "ofPoints"
    from quizzes.attempt a join quizzes.quiz q on q.id = a.quiz_id
    where a.quiz_id = ${correction.quizId} and a.settled_at is not null and not exists (
      select from quizzes.regrade r where r.correction_id = ${correction.id} and r.ticket_id = a.ticket_id and r.ordinal = a.ordinal)
    order by a.ticket_id, a.ordinal limit ${limit} for update of a`.execute(tx);
  return rows;
}

export type RegradeRow = Key & Regrade;

export async function insertRegrades(tx: Db, correctionId: number, list: readonly RegradeRow[]): Promise<void> {
  const of = <K extends keyof RegradeRow>(name: K) => list.map((one) => one[name]);
  await sql`
    insert into quizzes.regrade (correction_id, ticket_id, ordinal, before_points, before_of, after_points, after_of)
    select ${correctionId}, * from unnest(${of('ticket')}::bigint[], ${of('ordinal')}::smallint[], ${of('beforePoints')}::numeric[],
      ${of('beforeOf')}::numeric[], ${of('afterPoints')}::numeric[], ${of('afterOf')}::numeric[])`.execute(tx);
}

export async function regradesOf(db: Db, correctionId: number): Promise<RegradeRow[]> {
  const { rows } = await sql<RegradeRow>`
    select ticket_id as ticket, ordinal, before_points::float8 as "beforePoints", before_of::float8 as "beforeOf",
      after_points::float8 as "afterPoints", after_of::float8 as "afterOf"
    from quizzes.regrade where correction_id = ${correctionId}`.execute(db);
  return rows;
}

export const analyseAnew = (tx: Db, quizId: number) =>
  sql`update quizzes.quiz set analysed_at = null where id = ${quizId}`.execute(tx);

export type Certified = { ticket: number; ordinal: number; points: number; ofPoints: number; toRead: boolean; revoked: boolean };

/** Tickets that have a certificate, with their settled attempts: to see who no longer has earned it, or has again. */
export async function certified(tx: Db, quizId: number, only: readonly number[] | null = null): Promise<Certified[]> {
  const { rows } = await sql<Certified>`
    select a.ticket_id as ticket, a.ordinal, a.points::float8 as points, a.of_points::float8 as "ofPoints", a.to_read as "toRead",
      c.revoked_at is not null as revoked
    from quizzes.certificate c join quizzes.attempt a on a.ticket_id = c.ticket_id
    where c.quiz_id = ${quizId} and a.settled_at is not null
      and (${only === null} or c.ticket_id = any(${[...(only ?? [])]}::bigint[]))`.execute(tx);
  return rows;
}
