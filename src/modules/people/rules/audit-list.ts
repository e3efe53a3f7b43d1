/** The log of acts: what is looked for. */
import type { Day } from '#platform/clock.ts';
import { addressWith } from '#platform/http/address.ts';

export type AuditQuery = {
  /** Part of the name of whoever acted, as typed. */
  name: string;
  body: number | null;
  bodyText: string;
  /** Acts in bodies below it too. */
  below: boolean;
  kind: string | null;
  from: Day | null;
  to: Day | null;
  /** Only older acts than this one: the next page. */
  before: number | null;
};

/** Acts on a page. */
export const ACTS = 50;

const day = (text: string | null): Day | null =>
  text && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : null;
const number = (text: string | null): number | null => (/^[1-9]\d{0,14}$/.test(text ?? '') ? Number(text) : null);
const words = (text: string | null): string => (text ?? '').normalize('NFC').trim().slice(0, 100);

/** Any address is answered: what it says wrongly is left out. */
export function readAuditQuery(query: URLSearchParams): AuditQuery {
  const body = number(query.get('body'));
  const kind = query.get('kind') ?? '';
  return {
    name: words(query.get('name')),
    body: body !== null && body <= 2_147_483_647 ? body : null,
    bodyText: words(query.get('bodyText')),
    // Without script a box that is not ticked says nothing, so the form says that it was sent.
    below: query.get('below') === '1' || !query.has('sent'),
    kind: /^[a-z]+(\.[a-zA-Z]+)+$/.test(kind) ? kind : null,
    from: day(query.get('from')),
    to: day(query.get('to')),
    before: number(query.get('before')),
  };
}

export function auditListHref(asked: AuditQuery, change: Partial<AuditQuery> = {}, path = '/desk/audit'): string {
  const { name, body, bodyText, below, kind, from, to, before } = { ...asked, before: null, ...change };
  return addressWith(path, { name, body, bodyText, sent: below ? null : 1, kind, from, to, before });
}
