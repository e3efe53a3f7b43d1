import { dayOf, daysBetween, TIME_ZONE, type Instant } from '#platform/clock.ts';
import type { Language } from '#platform/words/translate.ts';

const locales: Record<Language, string> = { vi: 'vi-VN', en: 'en-GB', km: 'km-KH-u-nu-latn' };
const parts = new Intl.DateTimeFormat('en-GB', {
  timeZone: TIME_ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const relative = new Map<string, Intl.RelativeTimeFormat>();

/** `12/11/2026` or, with the time, `09:30 12/11/2026`: the same order in all our languages, in Viet Nam's zone. */
export function exactTime(at: Instant, withTime = true): string {
  const found = new Map(parts.formatToParts(at).map((part) => [part.type, part.value]));
  const day = `${found.get('day')}/${found.get('month')}/${found.get('year')}`;
  return withTime ? `${found.get('hour')}:${found.get('minute')} ${day}` : day;
}

const steps: [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

function formatOf(language: Language, numeric: 'auto' | 'always'): Intl.RelativeTimeFormat {
  const key = `${language}.${numeric}`;
  const known = relative.get(key) ?? new Intl.RelativeTimeFormat(locales[language], { numeric });
  relative.set(key, known);
  return known;
}

/** "3 ngày trước", "sau 2 giờ nữa"; under a minute it is now. Rounds towards now: 47 hours are one day. */
export function relativeTime(at: Instant, now: Instant, language: Language): string {
  const seconds = Math.trunc((at.getTime() - now.getTime()) / 1000);
  const step = steps.find(([, length]) => Math.abs(seconds) >= length);
  if (!step) return formatOf(language, 'auto').format(0, 'second').toLocaleLowerCase(language);
  return formatOf(language, 'always').format(Math.trunc(seconds / step[1]), step[0]);
}

/** The same for deadlines, by the wall calendar: "hôm nay", "ngày mai", "sau 18 ngày nữa", "3 ngày trước". */
export function relativeDay(at: Instant, now: Instant, language: Language): string {
  const days = daysBetween(dayOf(now), dayOf(at));
  // ICU writes "Hôm qua" with a capital; it stands inside a line here.
  return formatOf(language, Math.abs(days) <= 1 ? 'auto' : 'always')
    .format(days, 'day')
    .toLocaleLowerCase(language);
}

/** `05/03/2024` for `2024-03-05`, in every language: in Viet Nam the day comes first. */
export const dayText = (day: string): string => `${day.slice(8)}/${day.slice(5, 7)}/${day.slice(0, 4)}`;
