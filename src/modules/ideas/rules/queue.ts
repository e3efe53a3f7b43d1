import { addressWith, pageChoice } from '#platform/http/address.ts';
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
  const { tab, q, field, body, place, placeText, page } = { ...query, page: 1, ...change };
  return addressWith('/desk/ideas', {
    tab: tab === 'new' ? null : tab, q, field, body, place, placeText: place === null ? placeText : null, page: pageChoice(page),
  });
}
