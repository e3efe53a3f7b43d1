/**
 * What comes late. Server time only: a device says how long ago something happened by its stopwatch, which can only make
 * an answer older, never newer than it is, and moves no deadline.
 */
import type { Instant } from '#platform/clock.ts';

/** Accepted as normal until deadline + this. */
export const GRACE_MS = 90_000;
/** The server's job closes what is still open after deadline + this, so that nothing is open at deadline + 120 s. */
export const CLOSE_MS = 95_000;

export const lateRules = ['count', 'decide', 'ignore'] as const;
export type LateRule = (typeof lateRules)[number];
export type LateDecision = 'count' | 'ignore' | null;

/** @param deadline ms since 1970 */
export const isLate = (received: Instant, deadline: number): boolean => received.getTime() > deadline + GRACE_MS;

/** By the device's stopwatch, which runs from the start of the attempt. */
export const writtenInTime = (deviceMs: number, started: Instant, deadline: Instant): boolean =>
  started.getTime() + deviceMs <= deadline.getTime() + GRACE_MS;

/** Does an answer that came late count? One that was written late, by the phone's own account, never does. */
export function lateCounts(inTime: boolean, rule: LateRule, decision: LateDecision): boolean {
  if (!inTime) return false;
  return rule === 'count' || (rule === 'decide' && decision === 'count');
}
