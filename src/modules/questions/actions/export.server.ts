/** Questions as a file for other systems; with the key, so it is recorded who took it. */
import { audit } from '#platform/audit/audit.server.ts';
import { ok, type Result } from '#platform/result.ts';
import type { BankQuery } from '../rules/bank.ts';
import { fitsAiken, writeAiken } from '../rules/formats/aiken.ts';
import { fitsGift, writeGift } from '../rules/formats/gift.ts';
import type { Item } from '../rules/item.ts';
import { listItems } from '../store/item.server.ts';
import { bankBodies, filterOf } from './bank.server.ts';
import { change, forbidden, type Ground, type Officer } from './change.server.ts';

export const exportFormats = ['gift', 'aiken'] as const;
export type ExportFormat = (typeof exportFormats)[number];
const MOST = 5_000;

const writers: Record<ExportFormat, { fits: (item: Item) => boolean; write: (items: readonly Item[]) => string }> = {
  gift: { fits: fitsGift, write: writeGift },
  aiken: { fits: fitsAiken, write: writeAiken },
};

/**
 * The questions that the query finds, as text; `left` counts those that the format cannot hold as they are.
 * Problem `forbidden`.
 */
export async function exportBank(
  ground: Ground, format: ExportFormat, query: BankQuery, officer: Officer,
): Promise<Result<{ text: string; count: number; left: number }>> {
  const bodies = await bankBodies(ground.db, officer);
  if (bodies.length === 0) return forbidden();
  return change(ground, officer, async (tx) => {
    const rows = await listItems(tx, { ...filterOf(query, bodies), limit: MOST, offset: 0 });
    const items: Item[] = rows.map(({ stem, question, explanation, tags }) => ({ stem, question, explanation, tags }));
    const { fits, write } = writers[format];
    const fitting = items.filter(fits);
    const { actor, now } = officer;
    const details = { count: fitting.length, format };
    await audit(tx, { kind: 'questions.export', by: actor, bodyId: bodies[0] ?? null, subject: `bank:${bodies[0]}`, details, now });
    return ok({ text: write(fitting), count: fitting.length, left: items.length - fitting.length });
  });
}
