export const PAGE = 20;

export type QueueQuery = { closed: boolean; page: number };

/** The canonical address of a view of the queue. */
export function queueHref({ closed, page }: QueueQuery): string {
  const query = new URLSearchParams({ ...(closed ? { tab: 'closed' } : {}), ...(page > 1 ? { page: String(page) } : {}) });
  return `/desk/privacy${query.size > 0 ? `?${query}` : ''}`;
}
