import type { QueueQuery } from '../rules/queue.ts';

/** Any address is answered: what makes no sense is the first page of what is open. */
export function readQueueQuery(params: URLSearchParams): QueueQuery {
  const page = params.get('page') ?? '';
  return { closed: params.get('tab') === 'closed', page: /^[1-9]\d{0,5}$/.test(page) ? Number(page) : 1 };
}
