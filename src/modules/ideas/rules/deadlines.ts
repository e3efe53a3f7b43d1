import type { Day, Instant } from '#platform/clock.ts';
import { addDays, dayOf, daysBetween } from '#platform/clock.ts';
import type { State } from './states.ts';

/** Working days and days that the settings page may change; see `ideas.setting`. */
export type ClockSettings = {
  /** Working days until an idea is accepted, asked about or refused. */
  admissibilityDays: number;
  /** Calendar days from acceptance until the first answer. */
  answerDays: number;
  /** Days before a deadline on which a reminder goes out. */
  remindBefore: number;
  /** Days after a missed deadline on which the next level up is told. */
  escalateAfter: number;
  /** How often the deadline of one answer may be extended. */
  maxExtensions: number;
};
export const defaultClock: ClockSettings = {
  admissibilityDays: 5,
  answerDays: 30,
  remindBefore: 3,
  escalateAfter: 3,
  maxExtensions: 2,
};

export type Pause = { from: Day; to: Day | null };

/** Days on which the clock stood still, because the author had been asked. */
export const pausedDays = (pauses: readonly Pause[], today: Day): number =>
  pauses.reduce((sum, pause) => sum + Math.max(0, daysBetween(pause.from, pause.to ?? today)), 0);

/** First-answer deadline in calendar days; a deadline that falls on a free day moves to the next working day. */
export function answerDueDay(accepted: Instant, days: number, isWorkingDay: (day: Day) => boolean): Day {
  let due = addDays(dayOf(accepted), days);
  while (!isWorkingDay(due)) due = addDays(due, 1);
  return due;
}

/** The due day pushed on by the days of a pause that has ended. */
export function afterPause(due: Day, pause: { from: Day; to: Day }, isWorkingDay: (day: Day) => boolean): Day {
  let moved = addDays(due, Math.max(0, daysBetween(pause.from, pause.to)));
  while (!isWorkingDay(moved)) moved = addDays(moved, 1);
  return moved;
}

/** What the two clocks of an idea need to know of it. */
export type Clocked = {
  state: State;
  returnState: State | null;
  admissibleDue: Day;
  answerDue: Day | null;
  answeredAt: Date | null;
};

/**
 * The due day that runs now: until an idea is taken up, that of its reception; afterwards, that of the first answer.
 * While the author is asked it stands still, at the day of the state that comes back. `queueDue` in
 * store/queue.server.ts says the same in SQL.
 */
export function runningDue(idea: Clocked): Day | null {
  const state = idea.state === 'asked' ? (idea.returnState ?? 'considering') : idea.state;
  if (state === 'received') return idea.admissibleDue;
  if (idea.answeredAt) return null;
  return state === 'considering' || state === 'routed' || state === 'appraising' ? idea.answerDue : null;
}

export type Urgency = 'none' | 'paused' | 'ahead' | 'soon' | 'today' | 'overdue';

/** How a due day stands today; a paused clock is never overdue. */
export function urgency(due: Day | null, today: Day, options: { paused: boolean; remindBefore: number }): Urgency {
  if (due === null) return 'none';
  if (options.paused) return 'paused';
  const left = daysBetween(today, due);
  if (left < 0) return 'overdue';
  if (left === 0) return 'today';
  return left <= options.remindBefore ? 'soon' : 'ahead';
}

export const reminderKinds = ['before', 'at', 'after', 'escalation'] as const;
export type ReminderKind = (typeof reminderKinds)[number];

/**
 * Reminders that are due today for one deadline. A reminder that was missed because the system was off is still due
 * the next day; the natural key (idea, kind, due day) keeps each from being sent twice.
 */
export function remindersDue(due: Day, today: Day, settings: ClockSettings): ReminderKind[] {
  const left = daysBetween(today, due);
  if (left > settings.remindBefore) return [];
  if (left > 0) return ['before'];
  if (left === 0) return ['at'];
  return -left >= settings.escalateAfter ? ['after', 'escalation'] : ['after'];
}
