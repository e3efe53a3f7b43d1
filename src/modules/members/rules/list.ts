import type { Day } from '#platform/clock.ts';
import { addressWith, pageChoice } from '#platform/http/address.ts';

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
  return addressWith('/desk/members', { body, day, q, below: below === null ? null : Number(below), page: pageChoice(page) });
}

/** Which rows of a dry run are shown. */
export const rowFilters = ['problem', 'partly', 'new', 'changed', 'unchanged', 'ignored'] as const;
export type RowFilter = (typeof rowFilters)[number];
export const isRowFilter = (value: string | null): value is RowFilter =>
  rowFilters.some((filter) => filter === value);
