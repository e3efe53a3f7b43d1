/** The page of a body's roles: which list, as of which day, which page of it. */
import type { Day } from '#platform/clock.ts';
import { addressWith, pageChoice } from '#platform/http/address.ts';
import { isDay } from '#platform/dated/query.ts';

export const roleTabs = ['now', 'past', 'above'] as const;
export type RoleTab = (typeof roleTabs)[number];
/** `day`: who held what that day; null: what stands today and what is to come. */
export type RoleQuery = { tab: RoleTab; day: Day | null; page: number };

/** What one page of a list holds. */
export const PAGE = 20;

const pageOf = (text: string | null): number => (/^[1-9]\d{0,5}$/.test(text ?? '') ? Number(text) : 1);
export { pageOf };

/** Any address is answered: what it does not say, or says wrongly, is the first page of what is in force. */
export function readRoleQuery(query: URLSearchParams, today: Day): RoleQuery {
  const text = query.get('day') ?? '';
  const day = isDay(text) && text !== today ? text : null;
  const tab = roleTabs.find((each) => each === query.get('tab')) ?? 'now';
  // What was over is no question about one day.
  return { tab: day !== null && tab === 'past' ? 'now' : tab, day, page: pageOf(query.get('page')) };
}

/** Address of a list, relative to the page of the body. */
export function roleListHref(body: number, { tab, day, page }: RoleQuery): string {
  return addressWith(`/desk/organisation/${body}/roles`, { tab: tab === 'now' ? null : tab, day, page: pageChoice(page) });
}
