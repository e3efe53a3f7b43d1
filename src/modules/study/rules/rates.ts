/** Participation of bodies: attended / (members − exempt), never an average of percentages (domain.md §5). */
import { holds, type Acting, type IsWithin } from '#platform/policy.ts';
import { hideSmall, SMALL } from '#platform/text/disclosure.ts';
import { participation } from '#platform/text/rate.ts';

export type Counts = { members: number; exempt: number; attended: number; excused: number; unexcused: number };
export const NO_COUNTS: Counts = { members: 0, exempt: 0, attended: 0, excused: 0, unexcused: 0 };
const PARTS = ['members', 'exempt', 'attended', 'excused', 'unexcused'] as const;

export const addCounts = (a: Counts, b: Counts): Counts =>
  Object.fromEntries(PARTS.map((part) => [part, a[part] + b[part]])) as Counts;

export type Figures = {
  members: number;
  exempt: number;
  /** Who had to attend. */
  expected: number;
  attended: number;
  /** Neither attended nor known to be absent. */
  open: number;
  percent: number | null;
  met: boolean | null;
  /** How many more have to attend until the target is reached; 0 when it is. */
  missing: number;
};

/** @param target in hundredths of a per cent */
export function figuresOf({ members, exempt, attended, excused, unexcused }: Counts, target: number): Figures {
  const expected = members - exempt;
  const { percent, met } = participation({ attended, members, exempt }, target / 100);
  const needed = Math.ceil((target * expected) / 10_000);
  return { members, exempt, expected, attended, open: expected - attended - excused - unexcused, percent, met, missing: Math.max(0, needed - attended) };
}

/** Why people were absent; null where it would tell of somebody. */
export type Absences = { excused: number; unexcused: number } | null;

/**
 * Reasons of absence beside each other under a whole that is shown: those of a branch stay in the branch, and of larger
 * parts a small number of them, with as many more as it takes that nobody works it out.
 */
export function absencesShown<Part extends Counts & { branch: boolean }>(parts: readonly Part[]): Map<Part, Absences> {
  const counted = parts.map((part) => ({ part, count: part.branch ? 0 : smallestOf(part) }));
  const hidden = hideSmall(counted.filter(({ part }) => part.branch || part.excused + part.unexcused > 0));
  return new Map(counted.map((each) => [each.part, hidden.has(each) ? null : { excused: each.part.excused, unexcused: each.part.unexcused }]));
}

/** Nobody is no small number: where all were excused, none was not. */
const smallestOf = ({ excused, unexcused }: Counts): number => Math.min(...[excused, unexcused].map((n) => (n === 0 ? SMALL : n)));

/** Sees the totals of a body, and answers for them: whoever works on studies there or above. */
export const maySign = (actor: Acting, body: number, isWithin: IsWithin): boolean =>
  ['secretary', 'officer', 'administrator'].some((role) => holds(actor, role, body, isWithin));

/** What a body answers for, as signed. */
export type Signed = Counts & { sessions: number; nonMembers: number };
