/** What follows when attempts of a quiz were worked out anew: certificates say what is true, figures are made anew. */
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { translator } from '#platform/words/translate.ts';
import { countingAttempt, passes } from '../rules/certificate.ts';
import { restore, revoke } from '../store/certificate.server.ts';
import { analyseAnew, certified } from '../store/correction.server.ts';
import type { DeskQuiz } from '../store/desk.server.ts';

/**
 * A certificate that is no longer earned is revoked; one that is earned again holds again. Its public page says no more than
 * that the result was worked out anew: why is between the body and the person.
 */
export async function followWorth(
  tx: Db, { id, counts, passMark }: Pick<DeskQuiz, 'id' | 'counts' | 'passMark'>, tickets: readonly number[], now: Instant,
): Promise<void> {
  await analyseAnew(tx, id);
  const earned = [...Map.groupBy(await certified(tx, id, tickets), ({ ticket }) => ticket)].map(([ticket, attempts]) => {
    const counting = countingAttempt(attempts, counts);
    // While a text waits for a reader nothing new is known.
    return { ticket, passed: counting && passes(counting, passMark) !== false, known: counting !== undefined, revoked: attempts[0]!.revoked };
  });
  await revoke(tx, earned.filter(({ known, passed }) => known && !passed).map(({ ticket }) => ticket), translator('vi')('quizzes.certificate.recounted'), now);
  await restore(tx, earned.filter(({ passed, revoked }) => passed && revoked).map(({ ticket }) => ticket));
}
