/** One's own attempts, and what anybody with a receipt's code may know. */
import type { Person } from '#modules/people/index.server.ts';
import { campaignsNamed } from '#modules/study/index.server.ts';
import type { Instant } from '#platform/clock.ts';
import { asPerson, asSystem } from '#platform/database/scope.server.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { mayTell, pointsOf } from '../rules/grading.ts';
import { readReceipt, shownReceipt } from '../rules/receipt.ts';
import { passed } from '../rules/settle.ts';
import { ownGrades, type OwnGrade } from '../store/grading.server.ts';
import { ownDecisions, type DecisionRow } from '../store/late.server.ts';
import { ownAttempts, ownRegrades, receiptByCode, type OwnRegrade, type OwnRow, type ReceiptRow } from '../store/player.server.ts';
import { ownPlaces, type OwnPlace } from './naming.server.ts';

export type OwnAttempt = {
  quizId: number;
  quiz: string;
  campaign: string;
  ordinal: number;
  state: 'open' | 'submitted' | 'closed';
  startedAt: Instant;
  submittedAt: Instant | null;
  receipt: string | null;
  answered: number;
  of: number;
  /** Null until it is settled. */
  result: { correct: number; points: number; ofPoints: number; passed: boolean | null; toRead: boolean } | null;
  /** Worked out anew after a key was corrected: what it was worth before and after, and why. */
  regrades: Omit<OwnRegrade, 'ticketId' | 'ordinal'>[];
  /** Answers came late and an officer decides: what was decided and why; `decision` null: not yet. Null: nothing to decide. */
  late: { decision: 'count' | 'ignore' | null; reason: string; at: Instant | null } | null;
  /** Open text that was read, when all of it is; `place` counts from 1. */
  graded: { place: number; points: number; ofPoints: number; comment: string }[];
  /** Can be gone on with, or begun again. */
  open: boolean;
  /** Of a contest with a ranking, at its newest attempt: the own place, and whether the name is shown. */
  ranking: OwnPlace | null;
};

/** Row-level security shows the person's own and nothing else. Newest first. */
export function readOwnAttempts({ db }: Pick<Runtime, 'db'>, { actor }: { actor: Person }): Promise<OwnAttempt[]> {
  return asPerson(db, actor.personId, async (tx) => {
    const [rows, regrades] = [await ownAttempts(tx), await ownRegrades(tx)];
    const [decisions, grades] = [await ownDecisions(tx), await ownGrades(tx)];
    const campaigns = await campaignsNamed(tx, rows.map(({ campaignId }) => campaignId));
    const places = await ownPlaces(tx);
    return rows.map((row, at) => {
      const isIts = (one: { ticket: number; ordinal: number }) => one.ticket === row.ticketId && one.ordinal === row.ordinal;
      return {
        ...shown(row), campaign: campaigns.get(row.campaignId)?.title ?? '',
        regrades: regrades.filter(({ ticketId, ordinal }) => isIts({ ticket: ticketId, ordinal })),
        late: lateOf(row, decisions.find(isIts)), graded: gradedOf(row, grades.filter(isIts)),
        ranking: rows.findIndex(({ quizId }) => quizId === row.quizId) === at ? (places.get(row.quizId) ?? null) : null,
      };
    });
  });
}

function lateOf(row: OwnRow, decided: DecisionRow | undefined): OwnAttempt['late'] {
  if (!row.late || row.lateRule !== 'decide' || row.state === 'open') return null;
  return { decision: decided?.decision ?? null, reason: decided?.reason ?? '', at: decided?.at ?? null };
}

const gradedOf = (row: OwnRow, grades: readonly OwnGrade[]): OwnAttempt['graded'] => (row.toRead || !row.settled ? [] : grades.map(
  ({ item, share, of, comment }) => ({
    place: item + 1, points: pointsOf(share, of), ofPoints: of, comment: mayTell(row.explanations, row.quizState) ? comment : '',
  })));

function shown(row: OwnRow): Omit<OwnAttempt, 'campaign' | 'regrades' | 'late' | 'graded' | 'ranking'> {
  const { quizId, quiz, ordinal, state, startedAt, submittedAt, of, passMark, toRead } = row;
  const sums = { answered: row.answered ?? 0, correct: row.correct ?? 0, points: row.points ?? 0, ofPoints: row.ofPoints ?? 0, toRead };
  return {
    quizId, quiz, ordinal, state, startedAt, submittedAt, of, answered: sums.answered,
    receipt: row.receipt && shownReceipt(row.receipt),
    result: row.settled && state !== 'open' ? { ...sums, passed: passed(sums, passMark) } : null,
    open: row.quizState === 'published',
  };
}

/** No name and no score. Problem: `receipt.unknown`. */
export async function checkReceipt({ db }: Pick<Runtime, 'db'>, typed: string): Promise<Result<ReceiptRow & { code: string }>> {
  const code = readReceipt(typed);
  const row = code && (await asSystem(db, 'quizzes: a receipt is checked', (tx) => receiptByCode(tx, code)));
  return code && row ? ok({ ...row, code: shownReceipt(code) }) : problem('receipt.unknown');
}
