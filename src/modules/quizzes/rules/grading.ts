/**
 * Open text is read by a person along the item's rubric. What the reader gives are points of that item, in steps; kept as the
 * share of the item's points, so that a correction of the item's points needs nobody to read again. An attempt with text that
 * nobody has read is neither passed nor failed, and certifies nothing.
 */
import type { Acting, IsWithin } from '#platform/policy.ts';
import { maySee } from './quiz.ts';

export const COMMENT = 2_000;
export const REASON = 1_000;
/** Answers read last, to come back to. */
export const RECENT = 10;

const stepOf = (points: number): number => (points <= 10 ? 0.25 : points <= 40 ? 0.5 : 1);

/** What can be given for an item of so many points, from nothing to all of it; a quarter is the usual step of a rubric. */
export function stepsOf(points: number): number[] {
  const step = stepOf(points);
  const whole = Array.from({ length: Math.ceil(points / step) }, (_, at) => at * step);
  return [...whole, points];
}

const SIX = 1_000_000;
/** @returns 0 to 1, with six decimals, as it is stored */
export const shareOf = (given: number, points: number): number => Math.round((given / points) * SIX) / SIX;
/** Points of a share: the step that was chosen, whatever the sixth decimal made of it. */
export const pointsOf = (share: number, points: number): number => Math.round(share * points * 1_000) / 1_000;

/** Whoever keeps the quiz reads: they see what was written, and never by whom. */
export const mayGrade = (actor: Acting, bodyId: number, isWithin: IsWithin): boolean => maySee(actor, bodyId, isWithin);

/** A comment says what was right: it waits like explanations where these wait for the end of the quiz. */
export const mayTell = (explanations: string, quizState: string): boolean => explanations !== 'closed' || quizState === 'closed';
