/** Phones of a quiz under measurement: tickets, requests as bytes, and what the books say afterwards. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { testQuiz, type TestQuiz, type TestQuizOptions, type TestTicket } from '../tests/phones/quiz.ts';
import type { Application } from './application.ts';
import { requestBytes } from './load.ts';

const ITEMS = 40;
const HOUR = 3_600_000;
const DEVICE = '00000000-0000-4000-8000-000000000001';

/** A quiz that is open for hours; `begun`: the attempts have been started. */
export async function openQuiz(application: Application, phones: number, begun: boolean): Promise<TestQuiz> {
  const secret = readFileSync(join(application.dataDir, 'secret'), 'utf8').trim();
  const options: TestQuizOptions = { members: phones, items: ITEMS, sheets: 4, limit: 120, closesIn: 10 * HOUR };
  const quiz = await testQuiz({ db: application.db, config: { secret } as never }, options);
  if (begun) {
    await sql`
      insert into quizzes.attempt (ticket_id, ordinal, quiz_id, sitting_id, branch_id, sheet_number, device, started_at, deadline)
      select id, 1, quiz_id, sitting_id, branch_id, sheet_number, ${DEVICE}, now(), now() + interval '2 hours'
      from quizzes.ticket where quiz_id = ${quiz.quizId}`.execute(application.db);
  }
  return quiz;
}

const headers = ({ token }: TestTicket) => ({ 'content-type': 'application/json', 'authorization': `Bearer ${token}` });
const eventsPath = ({ payload }: TestTicket): string => `/api/v1/attempts/${payload.ticket}-1/events`;

export const startBytes = (ticket: TestTicket): Buffer =>
  requestBytes({ method: 'POST', path: '/api/v1/attempts', headers: headers(ticket), body: JSON.stringify({ ordinal: 1, device: DEVICE, elapsed: 0 }) });

const put = (ticket: TestTicket, events: unknown[]): Buffer =>
  requestBytes({
    method: 'PUT', path: eventsPath(ticket), headers: headers(ticket),
    body: JSON.stringify({ epoch: 1, device: DEVICE, elapsed: 100_000, events }),
  });

/** The next answer of a phone: items in turn, from the eighth on single choices. */
export const answerBytes = (ticket: TestTicket, seq: number): Buffer =>
  put(ticket, [{ seq, item: 7 + (seq % (ITEMS - 7)), answer: { type: 'single', option: seq % 4 }, ms: seq * 1_000 }]);

export const submitBytes = (ticket: TestTicket, seq: number): Buffer => put(ticket, [{ seq, item: -1, answer: null, ms: seq * 1_000 }]);

/** Each phone in turn says its next answer. */
export function answersInTurn({ tickets }: TestQuiz): () => Buffer {
  let at = 0;
  return () => {
    const ticket = tickets[at % tickets.length] as TestTicket;
    const seq = Math.floor(at / tickets.length) + 1;
    at += 1;
    return answerBytes(ticket, seq);
  };
}

/** How many answers stand, and how many attempts were handed in. */
export async function booksOf({ db }: Application, { quizId }: TestQuiz): Promise<{ events: number; submitted: number; receipts: number }> {
  const { rows } = await sql<{ events: number; submitted: number; receipts: number }>`
    select (select count(*)::int from quizzes.event e join quizzes.ticket t on t.id = e.ticket_id where t.quiz_id = ${quizId}) as events,
      count(*) filter (where state = 'submitted')::int as submitted, count(distinct receipt)::int as receipts
    from quizzes.attempt where quiz_id = ${quizId}`.execute(db);
  return rows[0] as { events: number; submitted: number; receipts: number };
}
