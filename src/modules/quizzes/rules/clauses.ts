/** Figures of items taken together: by the clause they cite, and by the body below which they were answered. */
import { hideSmall, SMALL } from '#platform/text/disclosure.ts';

export type Cited = { documentId: number; version: number; anchor: string };
export const clauseKey = ({ documentId, version, anchor }: Cited): string => `${documentId}/${version}/${anchor}`;

/** `answers` to items, and the sum of their scores. */
export type Sum = { answers: number; score: number };
export const share = ({ answers, score }: Sum): number => (answers === 0 ? 0 : score / answers);
export const add = (a: Sum, b: Sum): Sum => ({ answers: a.answers + b.answers, score: a.score + b.score });
export const NOTHING: Sum = { answers: 0, score: 0 };

/** An item that cites two clauses says something about both. */
export function byClause<Item extends { citations: readonly Cited[] }>(items: readonly Item[]): Map<string, { cited: Cited; items: Item[] }> {
  const found = new Map<string, { cited: Cited; items: Item[] }>();
  for (const item of items) {
    for (const cited of item.citations) {
      const key = clauseKey(cited);
      found.set(key, { cited, items: [...(found.get(key)?.items ?? []), item] });
    }
  }
  return found;
}

export type Part = { body: number; sum: Sum; /** Answered so few times that it is not shown. */ hidden: boolean };

/** The parts below a body as they may be shown beside their whole; one hidden alone would be the whole less the others. */
export function partsShown(sums: ReadonlyMap<number, Sum>): Part[] {
  const parts = [...sums].map(([body, sum]) => ({ body, sum, count: sum.answers }));
  const hidden = hideSmall(parts);
  return parts.map((part) => ({ body: part.body, sum: hidden.has(part) ? NOTHING : part.sum, hidden: hidden.has(part) }));
}

/** Clauses that less than this share of the answers had right are worth talking about again. */
export const UNDERSTOOD = 0.7;
export const worthATalk = (sum: Sum): boolean => sum.answers >= SMALL && share(sum) < UNDERSTOOD;
