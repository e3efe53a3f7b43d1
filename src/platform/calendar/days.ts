import type { Day } from '#platform/clock.ts';
import { failed, ok, type Problem, type Result } from '#platform/result.ts';

export type CalendarDay = {
  day: Day;
  /** `holiday`: a day off; `working`: a weekend day worked in exchange. */
  kind: 'holiday' | 'working';
  name: string;
  /** Where the day was announced; "(check)" while nobody has confirmed it. */
  source: string;
};

export type CalendarDraft = {
  coversFrom: Day;
  coversTo: Day;
  reason: string;
  /** Who publishes it, as shown beside the version. */
  by: string;
  days: CalendarDay[];
};

const isDay = (day: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(day) && new Date(`${day}T00:00:00Z`).toJSON()?.slice(0, 10) === day;

/** What is wrong with a calendar that somebody wants to publish. */
export function checkDraft(draft: CalendarDraft): Result<CalendarDraft> {
  const problems: Problem[] = [];
  if (draft.reason.trim() === '') problems.push({ field: 'reason', code: 'calendar.reasonMissing' });
  if (!isDay(draft.coversFrom) || !isDay(draft.coversTo) || draft.coversFrom > draft.coversTo) {
    return failed(...problems, { field: 'covers', code: 'calendar.spanWrong' });
  }
  const seen = new Set<Day>();
  for (const { day, name } of draft.days) {
    if (!isDay(day)) problems.push({ field: 'days', code: 'calendar.dayWrong', values: { day } });
    else if (day < draft.coversFrom || day > draft.coversTo) {
      problems.push({ field: 'days', code: 'calendar.dayOutside', values: { day } });
    } else if (seen.has(day)) problems.push({ field: 'days', code: 'calendar.dayTwice', values: { day } });
    if (name.trim() === '') problems.push({ field: 'days', code: 'calendar.nameMissing', values: { day } });
    seen.add(day);
  }
  return problems.length > 0 ? failed(...problems) : ok(draft);
}
