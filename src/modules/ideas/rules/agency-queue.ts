/** What the queue of an agency is divided into, in the order of the tabs. */
export const agencyTabs = ['todo', 'approval', 'overdue', 'answered', 'cooperating'] as const;
export type AgencyTab = (typeof agencyTabs)[number];
export const isAgencyTab = (value: unknown): value is AgencyTab => agencyTabs.includes(value as AgencyTab);

/** What somebody asks the queue for; all of it stands in the address. */
export type AgencyQuery = { tab: AgencyTab; page: number };
export const AGENCY_PAGE = 20;

/** The address of the queue; defaults are left out. */
export function agencyHref({ tab, page }: AgencyQuery): string {
  const params = new URLSearchParams();
  if (tab !== 'todo') params.set('tab', tab);
  if (page > 1) params.set('page', String(page));
  const text = params.toString();
  return text ? `/desk/answers?${text}` : '/desk/answers';
}
