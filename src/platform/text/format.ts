import { dayOf, daysBetween, TIME_ZONE, type Day, type Instant } from '#platform/clock.ts';
import { localeOf, type Language } from '#platform/words/translate.ts';

/** Shown for a figure that does not exist; never 0. */
export const NONE = '–';

const cache = new Map<string, unknown>();
/** Intl formatters take tens of microseconds to build; one a language and kind is kept. */
function cached<T>(key: string, build: () => T): T {
  const known = cache.get(key) as T | undefined;
  if (known !== undefined) return known;
  const built = build();
  cache.set(key, built);
  return built;
}

/** `24.853,5` in Vietnamese and Khmer, `24,853.5` in English. */
export function number(value: number, language: Language, fractionDigits = 2): string {
  const build = () => new Intl.NumberFormat(localeOf(language), { maximumFractionDigits: fractionDigits });
  return cached(`n${language}${fractionDigits}`, build).format(value);
}

/**
 * A percentage (0–100, not a fraction) with at most two decimals: `99,16 %`, in English `99.16%`; none is
 * `–`.
 */
export function percent(value: number | null, language: Language): string {
  if (value === null) return NONE;
  return number(value, language) + (language === 'en' ? '%' : ' %');
}

const two = (value: number): string => String(value).padStart(2, '0');
const parts = (day: Day): [year: number, month: number, date: number] => {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return [year, month, date];
};
const asDay = (at: Day | Instant): Day => (typeof at === 'string' ? at : dayOf(at));

/**
 * Date of an official paper: `ngày 05 tháng 3 năm 2026`. Days below 10 and the months 1 and 2 take a zero,
 * month 3 does not, so that nothing can be written in front of them (Decree 30/2020/NĐ-CP, Annex I).
 * Vietnamese only.
 */
export function formalDate(at: Day | Instant): string {
  const [year, month, date] = parts(asDay(at));
  return `ngày ${two(date)} tháng ${month < 3 ? two(month) : month} năm ${year}`;
}

/** `17 giờ 00 ngày 05 tháng 3 năm 2026`, as in "Số liệu tính đến …". */
export function formalMoment(at: Instant): string {
  const [hour, minute] = clockTime(at).split(':');
  return `${hour} giờ ${minute} ${formalDate(at)}`;
}

/** `05/03/2026` in every language: in Viet Nam the day comes first. */
export function shortDate(at: Day | Instant): string {
  const [year, month, date] = parts(asDay(at));
  return `${two(date)}/${two(month)}/${year}`;
}

/** A date in words: `ngày 23 tháng 11 năm 2026`, `23 November 2026`, `23 វិច្ឆិកា 2026`. */
export function longDate(at: Day | Instant, language: Language): string {
  if (language === 'vi') return formalDate(at);
  const options = { dateStyle: 'long', timeZone: 'UTC' } as const;
  const format = cached(`d${language}`, () => new Intl.DateTimeFormat(localeOf(language), options));
  return format.format(new Date(`${asDay(at)}T00:00:00Z`));
}

/** `10:41` on a clock in Viet Nam. */
export function clockTime(at: Instant): string {
  const options = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: TIME_ZONE } as const;
  return cached('t', () => new Intl.DateTimeFormat('en-GB', options)).format(at);
}

/** The exact moment, to stand beside a relative one: `10:41 ngày 23/11/2026`, `23/11/2026, 10:41`. */
export function exactTime(at: Instant, language: Language): string {
  return language === 'vi' ? `${clockTime(at)} ngày ${shortDate(at)}` : `${shortDate(at)}, ${clockTime(at)}`;
}

const relative = (language: Language): Intl.RelativeTimeFormat =>
  cached(`r${language}`, () => new Intl.RelativeTimeFormat(localeOf(language), { numeric: 'auto' }));

/** Intl only knows "bây giờ", which nobody says of something that has happened. */
const JUST_NOW: Record<Language, string> = { vi: 'vừa xong', en: 'just now', km: 'អម្បាញ់មិញ' };

/**
 * `5 phút trước`, `hôm qua`, `in 3 days`: minutes and hours within a day, then calendar days, months, years.
 */
export function relativeTime(at: Instant, now: Instant, language: Language): string {
  const format = relative(language);
  const minutes = Math.trunc((at.getTime() - now.getTime()) / 60_000);
  if (minutes === 0) return JUST_NOW[language];
  if (Math.abs(minutes) < 60) return format.format(minutes, 'minute');
  const days = daysBetween(dayOf(now), dayOf(at));
  if (days === 0 || Math.abs(minutes) < 12 * 60) return format.format(Math.trunc(minutes / 60), 'hour');
  return relativeDay(days, format);
}

/** `hôm nay`, `ngày mai`, `3 ngày tới`: for deadlines, which are days and not moments. */
export function relativeDays(day: Day, today: Day, language: Language): string {
  const format = relative(language);
  return relativeDay(daysBetween(today, day), format);
}

function relativeDay(days: number, format: Intl.RelativeTimeFormat): string {
  // ICU writes "Hôm qua" with a capital; in a sentence it is a small letter.
  const small = (text: string) => text.replace(/^\p{Lu}/u, (letter) => letter.toLowerCase());
  if (Math.abs(days) < 31) return small(format.format(days, 'day'));
  if (Math.abs(days) < 365) return format.format(Math.trunc(days / 30.44), 'month');
  return format.format(Math.trunc(days / 365.25), 'year');
}

const ROMAN = ['I', 'II', 'III', 'IV'] as const;

/** `quý III/2026`, `Q3 2026`, `ត្រីមាសទី 3/2026`. */
export function quarter(at: Day | Instant, language: Language): string {
  const [year, month] = parts(asDay(at));
  const index = Math.floor((month - 1) / 3);
  if (language === 'en') return `Q${index + 1} ${year}`;
  return language === 'km' ? `ត្រីមាសទី ${index + 1}/${year}` : `quý ${ROMAN[index]}/${year}`;
}

/** A phone number that its owner recognises and nobody else can call: `0976.175…`. Too short to mask: `…`. */
export function maskPhone(phone: string): string {
  const digits = phone.replace(/\D/g, '').replace(/^(?:00)?84/, '0');
  return digits.length < 9 ? '…' : `${digits.slice(0, 4)}.${digits.slice(4, 7)}…`;
}
