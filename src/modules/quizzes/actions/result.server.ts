/** What an attempt was worth, for the person alone, and with right answers only when the quiz's rule says so. */
import { scoreOf } from '#modules/questions/index.server.ts';
import { ok, problem, type Result as Outcome } from '#platform/result.ts';
import { mayExplain } from '../rules/explain.ts';
import { itemScore, passed, standing, type Kept } from '../rules/settle.ts';
import { rightOf, type FullItem, type FullSheet } from '../rules/sheet.ts';
import { attemptId, type Given, type ItemResult, type Result } from '../rules/wire.ts';
import { liveEvents } from '../store/answers.server.ts';
import { findQuiz, type QuizRow } from '../store/quiz.server.ts';
import { findResult, type ResultRow } from '../store/settle.server.ts';
import { readContent } from '../store/sheet.server.ts';
import { settleAttempts } from './close.server.ts';
import type { Asking } from './start.server.ts';

/** Settles it first when that has not happened yet. Problem: `attempt.unknown`. */
export async function readResult({ runtime, ticket, ordinal, now }: Asking): Promise<Outcome<Result>> {
  const key = { ticket: ticket.ticket, ordinal };
  const { lane } = runtime;
  const before = await lane.run((db) => findResult(db, key));
  if (before && before.state !== 'open' && !before.settled) await settleAttempts(runtime, now, key);
  const row = before?.settled || before?.state === 'open' ? before : await lane.run((db) => findResult(db, key));
  const quiz = row && (await lane.run((db) => findQuiz(db, row.quiz)));
  const sheet = row && (await lane.run((db) => readContent(db, row.sitting, row.sheet)));
  if (!row || !quiz || !sheet) return problem('attempt.unknown');
  const events = await lane.run((db) => liveEvents(db, [key]));
  return ok(resultOf(row, quiz, sheet, { events, attempt: attemptId(key.ticket, key.ordinal) }));
}

function resultOf(row: ResultRow, quiz: QuizRow, sheet: FullSheet, { events, attempt }: { events: readonly Kept[]; attempt: string }): Result {
  const answers = standing(events, { startedAt: row.startedAt, deadline: row.deadline, rule: quiz.lateRule, decision: row.decision });
  const points = row.points ?? 0;
  const ofPoints = row.ofPoints ?? 0;
  const settled = { answered: answers.size, correct: row.correct ?? 0, points, ofPoints, toRead: row.toRead };
  const items = sheet.items.flatMap((item, at) => {
    const given = answers.get(at)?.answer ?? null;
    return mayExplain(quiz, row.state, given !== null) ? [itemResult(item, at, given)] : [];
  });
  const passedNow = row.settled ? passed(settled, quiz.passMark) : null;
  return { attempt, settled: row.settled, points, ofPoints, correct: settled.correct, of: sheet.items.length, passed: passedNow, items };
}

function itemResult(item: FullItem, at: number, given: Given | null): ItemResult {
  const right = rightOf(item);
  return {
    item: at,
    score: itemScore(item, given, scoreOf),
    given,
    ...(right ? { right } : {}),
    ...(item.explanation ? { explanation: item.explanation } : {}),
    citations: item.citations.map(({ documentId, anchor }) => ({ label: anchor, href: `/documents/${documentId}#${anchor}` })),
  };
}
