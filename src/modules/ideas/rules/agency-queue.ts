/** What the queue of an agency is divided into, in the order of the tabs. */
import { addressWith, pageChoice } from '#platform/http/address.ts';

export const agencyTabs = ['todo', 'approval', 'overdue', 'answered', 'cooperating'] as const;
export type AgencyTab = (typeof agencyTabs)[number];
export const isAgencyTab = (value: unknown): value is AgencyTab => agencyTabs.includes(value as AgencyTab);

/** What somebody asks the queue for; all of it stands in the address. */
export type AgencyQuery = { tab: AgencyTab; page: number };
export const AGENCY_PAGE = 20;

/** The address of the queue; defaults are left out. */
export function agencyHref({ tab, page }: AgencyQuery): string {
  return addressWith('/desk/answers', { tab: tab === 'todo' ? null : tab, page: pageChoice(page) });
}
