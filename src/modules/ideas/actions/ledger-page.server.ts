import { bodyName } from '#modules/organisation/index.server.ts';
import { dayOf, type Day, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Receipt } from '#platform/ledger/browser.ts';
import { ledgerHead, receiptFor, recentEntries } from '#platform/ledger/ledger.server.ts';
import type { LedgerQuery } from '../input/ledger.ts';

/** An entry of the public ledger in plain terms; everything in it is public for ever. */
export type LedgerEntry = {
  index: number | null;
  leafHash: string;
  /** `ideas.received`, `ideas.decided`, `ideas.answered`, `ledger.erased`, or what a later module writes. */
  kind: string;
  at: Instant | null;
  idea: number | null;
  step: string | null;
  outcome: string | null;
  body: string | null;
};

export type LedgerPage = {
  query: LedgerQuery;
  head: { size: number; root: string; note: string; at: Instant } | null;
  entries: LedgerEntry[];
  /** Index below which older entries stand; null on the last page. */
  older: number | null;
  /** What was asked for: the entry with its proof; null when nothing was asked or the ledger does not know it. */
  found: { entry: LedgerEntry; receipt: Receipt } | null;
};

/** Each is a card of four lines on a phone. */
const PAGE_SIZE = 15;

/** The head, the newest entries in plain words, and one leaf with its proof. Anyone may read it. */
export async function readLedger(db: Db, query: LedgerQuery, now: Instant): Promise<LedgerPage> {
  const today = dayOf(now);
  const before = query.before === null ? {} : { before: query.before };
  const [head, recent, receipt] = await Promise.all([
    ledgerHead(db),
    recentEntries(db, { ...before, limit: PAGE_SIZE }),
    query.leaf === null || query.malformed ? undefined : receiptFor(db, query.leaf),
  ]);
  const last = recent.at(-1)?.index ?? 0;
  return {
    query,
    head: head ?? null,
    entries: await Promise.all(recent.map((one) => entryOf(db, one.data, one, today))),
    older: last > 0 ? last : null,
    found: receipt
      ? { entry: await entryOf(db, receipt.leaf, { index: receipt.index ?? null, leafHash: receipt.leafHash }, today), receipt }
      : null,
  };
}

type Place = Pick<LedgerEntry, 'index' | 'leafHash'>;

async function entryOf(db: Db, data: string, { index, leafHash }: Place, today: Day): Promise<LedgerEntry> {
  const said = JSON.parse(data) as Record<string, unknown>;
  const text = (name: string) => (typeof said[name] === 'string' ? said[name] : null);
  const count = (name: string) => (typeof said[name] === 'number' ? said[name] : null);
  const at = text('at');
  const body = count('body');
  return {
    index,
    leafHash,
    kind: text('kind') ?? '',
    at: at === null ? null : new Date(at),
    idea: count('idea'),
    step: text('step'),
    outcome: text('outcome'),
    body: body === null ? null : await bodyName(db, body, at === null ? today : dayOf(new Date(at)), today),
  };
}
