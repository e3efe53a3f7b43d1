/** Tickets: who may have one, and what is read out of the bytes that only the installation can compute. */
import type { Acting, IsWithin } from '#platform/policy.ts';
import { holds } from '#platform/policy.ts';
import type { TicketPayload } from './wire.ts';

/** What sheet and order a member has: the same whenever it is asked, and guessed by nobody. @param bytes at least 8, keyed */
export function lotOf(bytes: Uint8Array, sheets: number): { sheet: number; seed: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { sheet: (view.getUint32(0) % sheets) + 1, seed: view.getInt32(4) };
}

/** The secretary of the branch writes down for somebody without a phone. */
export const mayAssist = (actor: Acting, branch: number, isWithin: IsWithin): boolean => holds(actor, 'secretary', branch, isWithin);

/** More minutes: the branch's secretary, or whoever keeps the quiz. */
export const mayExtend = (actor: Acting, { branch, quizBody }: { branch: number; quizBody: number }, isWithin: IsWithin): boolean =>
  mayAssist(actor, branch, isWithin) || holds(actor, 'officer', quizBody, isWithin);

const whole = (value: unknown): value is number => Number.isSafeInteger(value);
const wholeOrNull = (value: unknown): boolean => value === null || whole(value);

/** A payload that was signed by us may still be one of an older form. */
export function isPayload(value: unknown): value is TicketPayload {
  if (typeof value !== 'object' || value === null) return false;
  const { ticket, quiz, sitting, sheet, seed, opens, closes, limit, extra, attempts, assisted } = value as Record<string, unknown>;
  return [ticket, quiz, sitting, sheet, seed, opens, closes, extra].every(whole) && wholeOrNull(limit) && wholeOrNull(attempts)
    && (assisted === undefined || assisted === true);
}
