/** What an attempt was worth, for the person alone, and with right answers only when the quiz's rule says so. */
import { scoreOf, type SheetCitation } from '#modules/questions/index.server.ts';
import { ok, problem, type Result as Outcome } from '#platform/result.ts';
import { mayExplain } from '../rules/explain.ts';
import { pointsOf } from '../rules/grading.ts';
import { itemScore, passed, standing, type Kept } from '../rules/settle.ts';
import { rightOf, type FullItem, type FullSheet } from '../rules/sheet.ts';
import { attemptId, type Given, type ItemResult, type Result } from '../rules/wire.ts';
import { liveEvents } from '../store/answers.server.ts';
import { attemptGrades, type OwnGrade } from '../store/grading.server.ts';
import { findQuiz, type QuizRow } from '../store/quiz.server.ts';
import { findResult, type ResultRow } from '../store/settle.server.ts';
import { readContent } from '../store/sheet.server.ts';
import { citationNames } from './citations.server.ts';
import { settleAttempts } from './close.server.ts';
import type { Asking } from './start.server.ts';

/**
 * Settles it first when that has not happened yet. Problems: `attempt.unknown`; `result.own` for a secretary who wrote for
 * the member: while they practise together explanations are shown, what it was worth is the member's own to see.
 */
export async function readResult({ runtime, ticket, ordinal, now }: Asking): Promise<Outcome<Result>> {
  const key = { ticket: ticket.ticket, ordinal };
  const { lane } = runtime;
  const before = await lane.run((db) => findResult(db, key));
  if (ticket.assisted && before?.state !== 'open') return problem(before ? 'result.own' : 'attempt.unknown');
  if (before && before.state !== 'open' && !before.settled) await settleAttempts(runtime, now, key);
  const row = before?.settled || before?.state === 'open' ? before : await lane.run((db) => findResult(db, key));
  const quiz = row && (await lane.run((db) => findQuiz(db, row.quiz)));
  const sheet = row && (await lane.run((db) => readContent(db, row.sitting, row.sheet)));
  if (!row || !quiz || !sheet) return problem('attempt.unknown');
  const events = await lane.run((db) => liveEvents(db, [key]));
  const grades = row.state === 'open' || row.toRead ? [] : await lane.run((db) => attemptGrades(db, key));
  const named = await citationNames(runtime, sheet.items.flatMap(({ citations }) => citations));
  return ok(resultOf(row, quiz, sheet, { events, grades, named, attempt: attemptId(key.ticket, key.ordinal) }));
}

type Named = (one: SheetCitation) => string;
type Said = { events: readonly Kept[]; grades: readonly OwnGrade[]; named: Named; attempt: string };

function resultOf(row: ResultRow, quiz: QuizRow, sheet: FullSheet, { events, grades, named, attempt }: Said): Result {
  const answers = standing(events, { startedAt: row.startedAt, deadline: row.deadline, rule: quiz.lateRule, decision: row.decision });
  const points = row.points ?? 0;
  const ofPoints = row.ofPoints ?? 0;
  const items = sheet.items.flatMap((item, at) => {
    const grade = grades.find((each) => each.item === at);
    return mayExplain(quiz, row.state, answers.has(at)) ? [itemResult(item, at, { stands: answers.get(at), grade, named })] : [];
  });
  const passedNow = row.settled ? passed({ points, ofPoints, toRead: row.toRead }, quiz.passMark) : null;
  const { settled, toRead } = row;
  return { attempt, settled, points, ofPoints, correct: row.correct ?? 0, of: sheet.items.length, passed: passedNow, toRead, items };
}

type Item = { stands: (Kept & { answer: Given }) | undefined; grade: OwnGrade | undefined; named: Named };

function itemResult(item: FullItem, at: number, { stands, grade, named }: Item): ItemResult {
  const right = rightOf(item);
  return {
    item: at,
    score: itemScore(item, stands, scoreOf),
    given: stands?.answer ?? null,
    ...(grade ? { read: { points: pointsOf(grade.share, grade.of), ofPoints: grade.of, comment: grade.comment } } : {}),
    ...(right ? { right } : {}),
    ...(item.explanation ? { explanation: item.explanation } : {}),
    citations: item.citations.map((one) => ({ label: named(one), href: `/documents/${one.documentId}?version=${one.version}#${one.anchor}` })),
  };
}
