import type { Day } from '#platform/clock.ts';

export const PAGE = 20;

export type MemberQuery = {
  /** Null: the highest body that the officer keeps. */
  body: number | null;
  /** Null: today. */
  day: Day | null;
  q: string;
  /** Everything below the body too; null: when nobody is in the body itself. A search always looks there. */
  below: boolean | null;
  page: number;
};

/** The address of a list, with something changed; a change of anything but the page goes back to the first. */
export function memberHref(query: MemberQuery, change: Partial<MemberQuery> = {}): string {
  const { body, day, q, below, page } = { ...query, page: 1, ...change };
  const params = new URLSearchParams();
  if (body !== null) params.set('body', String(body));
  if (day !== null) params.set('day', day);
  if (q !== '') params.set('q', q);
  if (below !== null) params.set('below', below ? '1' : '0');
  if (page > 1) params.set('page', String(page));
  return params.size > 0 ? `/desk/members?${params}` : '/desk/members';
}

/** Which rows of a dry run are shown. */
export const rowFilters = ['problem', 'partly', 'new', 'changed', 'unchanged', 'ignored'] as const;
export type RowFilter = (typeof rowFilters)[number];
export const isRowFilter = (value: string | null): value is RowFilter =>
  rowFilters.some((filter) => filter === value);
