import { normaliseLine } from '#platform/text/normalise.ts';
import { sorts, type ListQuery } from '../rules/list.ts';
import { isState } from '../rules/states.ts';

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
