/** When reminders leave, and to which branches. */
import { daysBetween, type Day } from '#platform/clock.ts';

/** So many days before the last one, when a reminder is due today; null when none is. */
export function dueToday({ closesOn, reminderDays }: { closesOn: Day; reminderDays: readonly number[] }, today: Day): number | null {
  const left = daysBetween(today, closesOn);
  return reminderDays.includes(left) ? left : null;
}

/** Below target on the exact fraction; a branch where nobody has to attend is not. */
export const underTarget = (
  { members, exempt, attended }: { members: number; exempt: number; attended: number }, target: number,
): boolean => members > exempt && attended * 10_000 < target * (members - exempt);
