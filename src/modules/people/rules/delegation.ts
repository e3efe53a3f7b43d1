/** Handing a role on for a time, and being away. */
import { addDays, type Day } from '#platform/clock.ts';
import type { Problem } from '#platform/result.ts';
import type { IsWithin, Role } from './roles.ts';

/** Longer is a new appointment, which an administrator makes. */
export const MAX_DAYS = 180;

/** Why; never more than a code, so that nobody has to say what they suffer from. */
export const delegationReasons = ['leave', 'mission', 'workload'] as const;
export type DelegationReason = (typeof delegationReasons)[number];

/** Whoever gives roles answers for it in person, and denunciations are opened by two named people only. */
const KEPT: readonly Role[] = ['administrator', 'legal'];
export const mayBeHandedOn = (role: Role): boolean => !KEPT.includes(role);

export type Handed = { personId: string; role: Role; bodyId: number; validFrom: Day; validTo: Day | null };
export type Handing = { delegateId: string; bodyId: number; from: Day; to: Day };

/** First and last day, both included, of something that lasts at most half a year and is not over. */
export function periodProblem({ from, to }: { from: Day; to: Day }, today: Day): Problem | undefined {
  if (to < from) return { field: 'to', code: 'period.endsBeforeStart' };
  if (from < today) return { field: 'from', code: 'period.startsInPast' };
  return to > addDays(from, MAX_DAYS - 1) ? { field: 'to', code: 'period.tooLong', values: { days: MAX_DAYS } } : undefined;
}

/**
 * May the holder of `own` hand it on like that? The delegate gets no day and no body that the holder has not.
 * @param today the first day on which it can begin
 */
export function handingProblem(own: Handed, handing: Handing, { today, isWithin }: { today: Day; isWithin: IsWithin }): Problem | undefined {
  if (!mayBeHandedOn(own.role)) return { field: 'grant', code: 'delegation.role' };
  if (handing.delegateId === own.personId) return { field: 'person', code: 'delegation.self' };
  if (!isWithin(handing.bodyId, own.bodyId)) return { field: 'body', code: 'delegation.outside' };
  const wrong = periodProblem(handing, today);
  if (wrong) return wrong;
  if (handing.from < own.validFrom) return { field: 'from', code: 'delegation.tooEarly', values: { day: own.validFrom } };
  const late = own.validTo !== null && handing.to > own.validTo;
  return late ? { field: 'to', code: 'delegation.outlives', values: { day: own.validTo as Day } } : undefined;
}

export type DelegationRecord = {
  id: number;
  grantId: number;
  role: Role;
  bodyId: number;
  /** The holder, in whose place the delegate acts. */
  holderId: string;
  holder: string;
  delegateId: string;
  delegate: string;
  delegateEmail: string | null;
  holderEmail: string | null;
  from: Day;
  to: Day;
  reason: DelegationReason;
  endedAt: Date | null;
  /** The grant it came from is no longer there: nothing is left of the delegation. */
  grantGone: boolean;
};

export type DelegationState = 'now' | 'future' | 'past' | 'ended';

export function delegationState({ from, to, endedAt, grantGone }: Pick<DelegationRecord, 'from' | 'to' | 'endedAt' | 'grantGone'>, today: Day): DelegationState {
  if (endedAt || grantGone) return 'ended';
  if (to < today) return 'past';
  return from > today ? 'future' : 'now';
}

export type Absence = { id: number; from: Day; to: Day };
