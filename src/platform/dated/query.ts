/** What the address of a page about a dated tree may say. */
import type { Day } from '../clock.ts';
import { addressWith, pageChoice } from '../http/address.ts';
import { normaliseLine } from '../text/normalise.ts';

export type TreeQuery = {
  /** Whose members are shown; null: from the top. */
  of: number | null;
  /** Null: today. */
  day: Day | null;
  q: string;
  /** Only members of this kind; empty: all. */
  kind: string;
  page: number;
};

const MAX_TEXT = 100;
const MAX_PAGE = 10_000;

/** A day as a date field sends it: YYYY-MM-DD, in the calendar, in times that records know. */
export const isDay = (text: string): text is Day =>
  /^(19|20)\d\d-\d\d-\d\d$/.test(text) &&
  !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) &&
  new Date(`${text}T00:00:00Z`).toISOString().slice(0, 10) === text;

const positive = (text: string): number | null => (/^[1-9]\d{0,8}$/.test(text) ? Number(text) : null);

/** Anything may stand in an address; what cannot be read is left out instead of refused. */
export function readTreeQuery(params: URLSearchParams): TreeQuery {
  const text = (name: string) => normaliseLine(params.get(name) ?? '').slice(0, MAX_TEXT);
  const day = text('day');
  return {
    of: positive(text('of')),
    day: isDay(day) ? day : null,
    q: text('q'),
    kind: text('kind'),
    page: Math.min(positive(text('page')) ?? 1, MAX_PAGE),
  };
}

/** The address of a view of the tree with something changed; any change but of the page goes back to the first. */
export function treeHref(base: string, query: TreeQuery, change: Partial<TreeQuery> = {}): string {
  const { of, day, q, kind, page } = { ...query, page: 1, ...change };
  return addressWith(base, { of, day, q, kind, page: pageChoice(page) });
}

/** The page of one member, on the day that is being looked at. */
export const memberOfTreeHref = (base: string, id: number, day: Day | null): string =>
  `${base}/${id}${day === null ? '' : `?day=${day}`}`;
