/** The page of a body's roles: which list, which page of it. */
export const roleTabs = ['now', 'past', 'above'] as const;
export type RoleTab = (typeof roleTabs)[number];
export type RoleQuery = { tab: RoleTab; page: number };

/** What one page of a list holds. */
export const PAGE = 20;

const pageOf = (text: string | null): number => (/^[1-9]\d{0,5}$/.test(text ?? '') ? Number(text) : 1);
export { pageOf };

/** Any address is answered: what it does not say, or says wrongly, is the first page of what is in force. */
export const readRoleQuery = (query: URLSearchParams): RoleQuery => ({
  tab: roleTabs.find((tab) => tab === query.get('tab')) ?? 'now',
  page: pageOf(query.get('page')),
});

/** Address of a list, relative to the page of the body. */
export function roleListHref(body: number, { tab, page }: RoleQuery): string {
  const query = new URLSearchParams();
  if (tab !== 'now') query.set('tab', tab);
  if (page > 1) query.set('page', String(page));
  const text = query.toString();
  return `/desk/organisation/${body}/roles${text ? `?${text}` : ''}`;
}
