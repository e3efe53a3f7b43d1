/** Grants as an administrator sees and changes them. */
import type { Day } from '#platform/clock.ts';
import type { Problem } from '#platform/result.ts';
import type { Role } from './roles.ts';

/** Who may do what in a body, and how it came about. */
export type GrantRecord = {
  id: number;
  personId: string;
  name: string;
  signInName: string | null;
  email: string | null;
  /** The account is closed; the grant is then of no effect. */
  closed: boolean;
  role: Role;
  bodyId: number;
  validFrom: Day;
  validTo: Day | null;
  /** Null: the operator at the command line. */
  grantedBy: string | null;
  grantedAt: Date;
  revokedBy: string | null;
  revokedAt: Date | null;
};

export type GrantState = 'now' | 'future' | 'past' | 'revoked';

type Period = { validFrom: Day; validTo: Day | null };

export function grantState({ validFrom, validTo, revokedAt }: Period & { revokedAt: Date | null }, today: Day): GrantState {
  if (revokedAt) return 'revoked';
  if (validTo !== null && validTo < today) return 'past';
  return validFrom > today ? 'future' : 'now';
}

/** What is wrong with another last day of a grant; undefined: nothing. `null` is no end. */
export function endProblem(grant: Period, end: Day | null, today: Day): Problem | undefined {
  if (end === null) return undefined;
  if (end < grant.validFrom) return { field: 'to', code: 'grant.endsBeforeStart' };
  // A day that is over cannot lose a role: who could do what then stays answerable.
  return end < today ? { field: 'to', code: 'grant.endsInPast' } : undefined;
}

/** A new grant begins today at the earliest: nobody becomes responsible for what was done before. */
export const startProblem = (from: Day, today: Day): Problem | undefined =>
  from < today ? { field: 'from', code: 'grant.startsInPast' } : undefined;

type InForce = { id: number; validTo: Day | null };

/**
 * Would the highest body be left without an administrator sooner than it is now, when this grant ends on `end`
 * (`null`: never; `undefined`: at once)? @param all of its administrators' grants in force today
 */
export function leavesNobody(all: readonly InForce[], id: number, end: Day | null | undefined): boolean {
  const last = (grants: readonly InForce[]): string =>
    grants.reduce((latest, { validTo }) => (latest > (validTo ?? '9') ? latest : (validTo ?? '9')), '');
  const after = all.flatMap((grant) => {
    if (grant.id !== id) return [grant];
    return end === undefined ? [] : [{ id, validTo: end }];
  });
  return last(after) < last(all);
}
