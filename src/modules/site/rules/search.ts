/** What is searched, and which page of the hits is shown; `type` is null for every kind. */
export type SearchQuery = { q: string; type: string | null; page: number };

/** The address of the search with some of its choices changed. */
export function searchHref(query: SearchQuery, change: Partial<SearchQuery>): string {
  const next = { ...query, page: 1, ...change };
  const params = new URLSearchParams({ q: next.q });
  if (next.type) params.set('type', next.type);
  if (next.page > 1) params.set('page', String(next.page));
  return `/search?${params.toString()}`;
}
