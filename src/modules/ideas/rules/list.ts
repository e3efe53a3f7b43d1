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
