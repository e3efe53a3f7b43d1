/** Questions as a file for other systems or for paper; mostly with the key, so it is recorded who took it. */
import { audit } from '#platform/audit/audit.server.ts';
import type { Db } from '#platform/database/client.ts';
import { ok, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import type { BankQuery } from '../rules/bank.ts';
import { exportFiles, MAX_EXPORT, type ExportFormat } from '../rules/exports.ts';
import { losses, type BankItem, type Loss } from '../rules/formats/carry.ts';
import { countItems, listItems } from '../store/item.server.ts';
import { translationsOf } from '../store/translation.server.ts';
import { bankBodies, filterOf } from './bank.server.ts';
import { change, forbidden, type Ground, type Officer } from './change.server.ts';
import { bytesOf, carriedBy } from './export-file.server.ts';
import { withContent, withMedia } from './export-media.server.ts';

type Row = { id: number; version: number; cited: boolean; item: BankItem };

async function rowsOf(db: Db, query: BankQuery, bodies: readonly number[]): Promise<Row[]> {
  const rows = await listItems(db, { ...await filterOf(db, query, bodies), limit: MAX_EXPORT, offset: 0 });
  return rows.map(({ id, itemId, cites, stem, question, explanation, tags, difficulty }) => ({
    id: itemId, version: id, cited: cites.length > 0, item: { stem, question, explanation, tags, difficulty },
  }));
}

export type ExportFile = { content: Uint8Array; name: string; type: string; count: number; left: number };

/**
 * The questions that the query finds, as a file; `left` counts those that the format cannot hold as they are.
 * Problem `forbidden`.
 */
export async function exportBank(ground: Ground & Pick<Runtime, 'files'>, format: ExportFormat, query: BankQuery, officer: Officer): Promise<Result<ExportFile>> {
  const bodies = await bankBodies(ground.db, officer);
  if (bodies.length === 0) return forbidden();
  const rows = await rowsOf(ground.db, query, bodies);
  const { items } = await carriedBy(format, await withMedia(ground.db, format, rows));
  // Written before it is recorded: a file that did not come to its end was not taken.
  const content = await bytesOf(format, await withContent(ground, format, items));
  return change(ground, officer, async (tx) => {
    const { actor, now } = officer;
    const details = { count: items.length, format };
    await audit(tx, { kind: 'questions.export', by: actor, bodyId: bodies[0] ?? null, subject: `bank:${bodies[0]}`, details, now });
    return ok({ content, ...exportFiles[format], count: items.length, left: rows.length - items.length });
  });
}

/** Questions shown by name under what is lost of them. */
const EXAMPLES = 10;

export type ExportPage = {
  query: BankQuery;
  /** How many the query finds; beyond `most` nothing is written. */
  total: number;
  most: number;
  format: ExportFormat | null;
  /** For the chosen format: how many go into the file, and what of them does not. */
  carried: {
    count: number;
    beyond: number;
    /** Citations lead into the library of this house, so no format holds them; nor translations. */
    cited: number;
    translated: number;
    losses: { loss: Loss; count: number; left: boolean; items: { id: number; stem: string }[] }[];
  } | null;
};

/** What the file would hold, before it is taken. Problem `forbidden`. */
export async function readExport(db: Db, query: BankQuery, format: ExportFormat | null, officer: Officer): Promise<Result<ExportPage>> {
  const bodies = await bankBodies(db, officer);
  if (bodies.length === 0) return forbidden();
  const total = await countItems(db, { ...await filterOf(db, query, bodies), limit: 0, offset: 0 });
  const page = { query, total, most: MAX_EXPORT, format };
  if (format === null) return ok({ ...page, carried: null });
  const rows = await rowsOf(db, query, bodies);
  const { items, told, beyond } = await carriedBy(format, await withMedia(db, format, rows));
  const byLoss = losses.flatMap((loss) =>
    [true, false].flatMap((left) => {
      const found = told.filter((each) => each.left === left && each.losses.includes(loss));
      const named = found.slice(0, EXAMPLES).map(({ place }) => ({ id: rows[place]!.id, stem: rows[place]!.item.stem.split('\n')[0]! }));
      // Of a question that is left out altogether, only why is said.
      const worth = found.length > 0 && (!left || ['absent', 'type', 'text'].includes(loss));
      return worth ? [{ loss, count: found.length, left, items: named }] : [];
    }));
  return ok({ ...page, carried: { count: items.length, beyond, ...(await besideOf(db, rows)), losses: byLoss } });
}

/** How many of the questions have what no format holds. */
async function besideOf(db: Db, rows: readonly Row[]): Promise<{ cited: number; translated: number }> {
  const translations = await translationsOf(db, rows.map(({ version }) => version));
  return { cited: rows.filter((row) => row.cited).length, translated: new Set(translations.map(({ versionId }) => versionId)).size };
}
