import { addDays, dayOf, type Day, type Instant } from '#platform/clock.ts';

/** A quarter of a year, written `2026-Q3`. Sorts as text. */
export type Quarter = string;

const WRITTEN = /^(2\d{3})-Q([1-4])$/;
export const isQuarter = (value: unknown): value is Quarter => typeof value === 'string' && WRITTEN.test(value);

/** The quarter of a day in Viet Nam. */
export function quarterOf(at: Day | Instant): Quarter {
  const day = typeof at === 'string' ? at : dayOf(at);
  return `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
}

/** Its first day. */
export function quarterStart(quarter: Quarter): Day {
  const [, year = '', number = ''] = WRITTEN.exec(quarter) ?? [];
  return `${year}-${String(Number(number) * 3 - 2).padStart(2, '0')}-01`;
}

/** The quarter after it. Three months never have more than 92 days. */
export const quarterAfter = (quarter: Quarter): Quarter => quarterOf(addDays(quarterStart(quarter), 95));

/** Every quarter from one to another, both included, so that a chart has no hidden gap. */
export function quartersBetween(first: Quarter, last: Quarter): Quarter[] {
  const quarters: Quarter[] = [];
  for (let quarter = first; quarter <= last; quarter = quarterAfter(quarter)) quarters.push(quarter);
  return quarters;
}
