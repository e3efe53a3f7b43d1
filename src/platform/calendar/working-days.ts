import { addDays, dayOf, type Day, type Instant } from '#platform/clock.ts';

/**
 * One published version of the calendar: Monday to Friday, less the holidays, plus the swapped working days.
 */
export type Calendar = {
  /** A deadline records it, so that everyone can see later which holidays it counted. */
  version: number;
  /** The years for which holidays have been announced; outside them only weekends are known. */
  coversFrom: Day;
  coversTo: Day;
  holidays: ReadonlySet<Day>;
  /** Saturdays or Sundays worked in exchange for a day off. */
  workdays: ReadonlySet<Day>;
};

/**
 * While somebody else must act (an author who was asked a question) the clock of the answering body stands
 * still.
 */
export type Pause = { from: Instant; to: Instant };

const weekday = (day: Day): number => new Date(`${day}T00:00:00Z`).getUTCDay();

export function isWorkingDay(day: Day, calendar: Calendar): boolean {
  if (calendar.workdays.has(day)) return true;
  if (calendar.holidays.has(day)) return false;
  const at = weekday(day);
  return at !== 0 && at !== 6;
}

/** Whether the holidays of that day's year are known; a deadline outside is a forecast. */
export const covers = (calendar: Calendar, day: Day): boolean =>
  calendar.coversFrom <= day && day <= calendar.coversTo;

/** The day `days` working days after `day`; with 0, that day itself or the first working day after it. */
export function addWorkingDays(day: Day, days: number, calendar: Calendar): Day {
  let at = day;
  for (let left = days; left > 0; ) {
    at = addDays(at, 1);
    if (isWorkingDay(at, calendar)) left -= 1;
  }
  while (!isWorkingDay(at, calendar)) at = addDays(at, 1);
  return at;
}

/**
 * The last day of a term of working days: the day of receipt does not count, whatever the hour (Civil Code
 * 2015, article 147). Received Friday 20/11/2026 16:45 with 5 days is due on 27/11/2026, until midnight
 * (`endOf`).
 */
export const dueDay = (received: Instant, days: number, calendar: Calendar): Day =>
  addWorkingDays(dayOf(received), days, calendar);

/**
 * A term of plain days ("30 ngày"): weekends count, but a term that would end on a day off ends on the next
 * working day (Civil Code 2015, article 148).
 */
export const dueCalendarDay = (received: Instant, days: number, calendar: Calendar): Day =>
  addWorkingDays(addDays(dayOf(received), days), 0, calendar);

/** Working days after `from` up to and including `to`; negative when `to` is earlier. */
export function workingDaysBetween(from: Day, to: Day, calendar: Calendar): number {
  if (to < from) return -workingDaysBetween(to, from, calendar);
  let count = 0;
  for (let at = addDays(from, 1); at <= to; at = addDays(at, 1)) if (isWorkingDay(at, calendar)) count += 1;
  return count;
}

/**
 * The due day after pauses: it moves by the working days that each pause lasted. Overlapping pauses count
 * once, a pause within one day counts nothing, and a pause that began after the deadline had passed does not
 * rescue it.
 */
export function dueAfterPauses(due: Day, pauses: readonly Pause[], calendar: Calendar): Day {
  let moved = due;
  let counted: Day = '';
  for (const pause of [...pauses].sort((a, b) => a.from.getTime() - b.from.getTime())) {
    const from = dayOf(pause.from) > counted ? dayOf(pause.from) : counted;
    const to = dayOf(pause.to);
    if (dayOf(pause.from) > moved) break;
    if (to <= from) continue;
    moved = addWorkingDays(moved, workingDaysBetween(from, to, calendar), calendar);
    counted = to;
  }
  return moved;
}
