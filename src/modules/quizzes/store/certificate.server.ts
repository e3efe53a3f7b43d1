/** Certificates, and archives of them. Rows are seen by the member whose they are, and by the house. */
import { sql } from 'kysely';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Counts, Settled } from '../rules/certificate.ts';

/** A member's ticket for a quiz that gives certificates, with what was settled of it. */
export type Earning = {
  ticketId: number;
  quizId: number;
  campaignId: number;
  bodyId: number;
  branchId: number;
  quiz: string;
  counts: Counts;
  passMark: number | null;
  attempts: (Settled & { handedIn: string })[];
  certificateId: number | null;
};

export async function earnings(db: Db, memberId: number): Promise<Earning[]> {
  const { rows } = await sql<Earning>`
    select t.id as "ticketId", q.id as "quizId", q.campaign_id as "campaignId", q.body_id as "bodyId",
      t.branch_id as "branchId", q.title as quiz, q.counts, q.pass_mark as "passMark", c.id as "certificateId",
      coalesce((
        select json_agg(json_build_object('ordinal', a.ordinal, 'points', a.points, 'ofPoints', a.of_points,
          'toRead', a.to_read, 'handedIn', coalesce(a.submitted_at, a.closed_at)) order by a.ordinal)
        from quizzes.attempt a where a.ticket_id = t.id and a.settled_at is not null
      ), '[]') as attempts
    from quizzes.ticket t join quizzes.quiz q on q.id = t.quiz_id
    left join quizzes.certificate c on c.ticket_id = t.id
    where t.member_id = ${memberId} and t.voided_at is null and q.certificate and q.state in ('published', 'closed')
    order by q.id desc`.execute(db);
  return rows;
}

export async function reserveNumber(tx: Db): Promise<number> {
  const { rows } = await sql<{ number: number }>`
    select nextval(pg_get_serial_sequence('quizzes.certificate', 'id')) as number`.execute(tx);
  return Number(rows[0]!.number);
}

export type NewCertificate = {
  id: number;
  ticketId: number;
  quizId: number;
  memberId: number;
  branchId: number;
  codeHash: string;
  note: string;
  printedByBody: boolean;
};

/** False when there is one already: two taps make one certificate. */
export async function insertCertificate(tx: Db, one: NewCertificate, now: Instant): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into quizzes.certificate
      (id, ticket_id, quiz_id, member_id, branch_id, code_hash, note, printed_by_body, issued_at)
    overriding system value
    values (${one.id}, ${one.ticketId}, ${one.quizId}, ${one.memberId}, ${one.branchId}, ${one.codeHash}, ${one.note},
      ${one.printedByBody}, ${now})
    on conflict (ticket_id) do nothing`.execute(tx);
  return numAffectedRows === 1n;
}

export type Certificate = {
  id: number;
  ticketId: number;
  memberId: number;
  note: string;
  /** Of a sample quiz. */
  sample: boolean;
  printedByBody: boolean;
  issuedAt: Date;
  revokedAt: Date | null;
  revokedReason: string | null;
};

const columns = sql`id, ticket_id as "ticketId", member_id as "memberId", note,
  (select q.sample from quizzes.quiz q where q.id = quiz_id) as sample, printed_by_body as "printedByBody",
  issued_at as "issuedAt", revoked_at as "revokedAt", revoked_reason as "revokedReason"`;

export async function certificateOfTicket(db: Db, ticketId: number): Promise<Certificate | undefined> {
  const { rows } = await sql<Certificate>`select ${columns} from quizzes.certificate where ticket_id = ${ticketId}`.execute(db);
  return rows[0];
}

export async function certificateByCode(db: Db, codeHash: string): Promise<Certificate | undefined> {
  const { rows } = await sql<Certificate>`select ${columns} from quizzes.certificate where code_hash = ${codeHash}`.execute(db);
  return rows[0];
}

export async function setPrinted(tx: Db, ticketId: number, agreed: boolean): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update quizzes.certificate set printed_by_body = ${agreed} where ticket_id = ${ticketId}`.execute(tx);
  return numAffectedRows === 1n;
}

/** Certificates that no longer are what they say; they stay, marked. @returns how many */
export async function revoke(tx: Db, ticketIds: readonly number[], reason: string, now: Instant): Promise<number> {
  const { numAffectedRows } = await sql`
    update quizzes.certificate set revoked_at = ${now}, revoked_reason = ${reason}
    where ticket_id = any(${[...ticketIds]}::bigint[]) and revoked_at is null`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

/** Revoked ones that are what they say again. */
export const restore = (tx: Db, ticketIds: readonly number[]) =>
  sql`update quizzes.certificate set revoked_at = null, revoked_reason = null
    where ticket_id = any(${[...ticketIds]}::bigint[]) and revoked_at is not null`.execute(tx);

export async function quizForPrint(db: Db, quizId: number): Promise<{ title: string; bodyId: number } | undefined> {
  const { rows } = await sql<{ title: string; bodyId: number }>`
    select title, body_id as "bodyId" from quizzes.quiz where id = ${quizId} and certificate`.execute(db);
  return rows[0];
}

/** Those whose holders agreed that the body prints them, oldest first. */
export async function toPrint(db: Db, quizId: number, limit: number): Promise<Certificate[]> {
  const { rows } = await sql<Certificate>`
    select ${columns} from quizzes.certificate
    where quiz_id = ${quizId} and printed_by_body and revoked_at is null order by id limit ${limit}`.execute(db);
  return rows;
}

export async function countCertificates(db: Db, quizId: number): Promise<{ issued: number; printed: number }> {
  const { rows } = await sql<{ issued: number; printed: number }>`
    select count(*)::integer as issued, count(*) filter (where printed_by_body)::integer as printed
    from quizzes.certificate where quiz_id = ${quizId} and revoked_at is null`.execute(db);
  return rows[0]!;
}

export type Batch = {
  id: number;
  quizId: number;
  state: 'waiting' | 'ready' | 'failed';
  total: number;
  done: number;
  askedAt: Date;
};
const batchColumns = sql`id, quiz_id as "quizId", state, total, done, asked_at as "askedAt"`;

export async function insertBatch(tx: Db, one: { quizId: number; total: number; by: string; now: Instant }): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into quizzes.certificate_batch (quiz_id, state, total, asked_by, asked_at)
    values (${one.quizId}, 'waiting', ${one.total}, ${one.by}, ${one.now}) returning id`.execute(tx);
  return rows[0]!.id;
}

export async function batchesOf(db: Db, quizId: number): Promise<Batch[]> {
  const { rows } = await sql<Batch>`
    select ${batchColumns} from quizzes.certificate_batch where quiz_id = ${quizId} order by id desc limit 5`.execute(db);
  return rows;
}

export async function batchById(db: Db, id: number): Promise<(Batch & { content: Buffer | null }) | undefined> {
  const { rows } = await sql<Batch & { content: Buffer | null }>`
    select ${batchColumns}, content from quizzes.certificate_batch where id = ${id}`.execute(db);
  return rows[0];
}

export const setProgress = (db: Db, id: number, done: number) =>
  sql`update quizzes.certificate_batch set done = ${done} where id = ${id}`.execute(db);

/** `content` null: it could not be made. */
export const finishBatch = (db: Db, id: number, content: Buffer | null, now: Instant) =>
  sql`update quizzes.certificate_batch
    set state = ${content ? 'ready' : 'failed'}, content = ${content}, finished_at = ${now} where id = ${id}`.execute(db);

export const dropBatches = (db: Db, before: Instant) =>
  sql`delete from quizzes.certificate_batch where asked_at < ${before}`.execute(db);
