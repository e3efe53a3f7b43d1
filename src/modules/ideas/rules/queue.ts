import type { DeskTab } from './desk.ts';

/** What an officer asks the queue for; every part of it stands in the address. */
export type QueueQuery = {
  tab: DeskTab;
  q: string;
  field: string | null;
  /** Lead body. */
  body: number | null;
  place: number | null;
  /** A place as it was typed, when none has been chosen yet. */
  placeText: string;
  page: number;
};

export const QUEUE_SIZE = 20;

/** The address of a queue with some of its choices changed; defaults are left out. */
export function queueHref(query: QueueQuery, change: Partial<QueueQuery>): string {
  const next = { ...query, page: 1, ...change };
  const params = new URLSearchParams();
  if (next.tab !== 'new') params.set('tab', next.tab);
  if (next.q) params.set('q', next.q);
  if (next.field) params.set('field', next.field);
  if (next.body !== null) params.set('body', String(next.body));
  if (next.place !== null) params.set('place', String(next.place));
  else if (next.placeText) params.set('placeText', next.placeText);
  if (next.page > 1) params.set('page', String(next.page));
  const text = params.toString();
  return text ? `/desk/ideas?${text}` : '/desk/ideas';
}
