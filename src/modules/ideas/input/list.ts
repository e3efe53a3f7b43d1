import { normaliseLine } from '#platform/text/normalise.ts';
import { isState, type State } from '../rules/states.ts';

export const sorts = ['newest', 'supported', 'due'] as const;
export type ListQuery = {
  q: string;
  field: string | null;
  place: number | null;
  state: State | null;
  body: number | null;
  sort: (typeof sorts)[number];
  page: number;
};

const MAX_QUERY = 200;
const MAX_PAGE = 5_000;

const positive = (value: string | null): number | null => {
  const number = Number(value);
  return value && Number.isSafeInteger(number) && number > 0 && number < 2 ** 31 ? number : null;
};

/** Anything may stand in an address; what cannot be read is left out instead of refused. */
export function readListQuery(params: URLSearchParams): ListQuery {
  const state = params.get('state');
  const sort = params.get('sort');
  return {
    q: normaliseLine(params.get('q') ?? '').slice(0, MAX_QUERY),
    field: /^[a-z_]{1,40}$/.test(params.get('field') ?? '') ? params.get('field') : null,
    place: positive(params.get('place')),
    state: isState(state) ? state : null,
    body: positive(params.get('body')),
    sort: sorts.find((known) => known === sort) ?? 'newest',
    page: Math.min(positive(params.get('page')) ?? 1, MAX_PAGE),
  };
}

/** The address of a list with some of its choices changed; defaults are left out, so that addresses stay short. */
export function listHref(query: ListQuery, change: Partial<ListQuery>): string {
  const next = { ...query, page: 1, ...change };
  const params = new URLSearchParams();
  if (next.q) params.set('q', next.q);
  if (next.field) params.set('field', next.field);
  if (next.place !== null) params.set('place', String(next.place));
  if (next.state) params.set('state', next.state);
  if (next.body !== null) params.set('body', String(next.body));
  if (next.sort !== 'newest') params.set('sort', next.sort);
  if (next.page > 1) params.set('page', String(next.page));
  const text = params.toString();
  return text ? `/ideas?${text}` : '/ideas';
}
