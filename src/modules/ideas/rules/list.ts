import { addressWith, pageChoice } from '#platform/http/address.ts';
import type { State } from './states.ts';

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

/** The address of a list with some of its choices changed; defaults are left out, so that addresses stay short. */
export function listHref(query: ListQuery, change: Partial<ListQuery>): string {
  const { q, field, place, state, body, sort, page } = { ...query, page: 1, ...change };
  return addressWith('/ideas', { q, field, place, state, body, sort: sort === 'newest' ? null : sort, page: pageChoice(page) });
}
