/** What other modules cite: a document, one of its versions, a clause of it. */
import type { Db } from '#platform/database/client.ts';
import { changesBetween } from '../rules/changes.ts';
import type { Clause } from '../rules/outline.ts';
import { findDocument, type DocumentRow } from '../store/document.server.ts';
import { clausesOf, versionsOf } from '../store/version.server.ts';

/** Something that was said of one clause in one version. */
export type Citation = { documentId: number; version: number; anchor: string };

/** The clauses of a published version (null: the newest); undefined when there is none. */
export async function outlineOf(
  db: Db, documentId: number, version: number | null,
): Promise<{ document: DocumentRow; version: number; clauses: Clause[] } | undefined> {
  const document = await findDocument(db, documentId);
  const published = document ? (await versionsOf(db, documentId)).filter(({ state }) => state === 'published') : [];
  const wanted = version === null ? published[0] : published.find(({ number }) => number === version);
  if (!document || !wanted) return undefined;
  return { document, version: wanted.number, clauses: await clausesOf(db, wanted.id) };
}

/** Of these citations, those whose clause the newest published version has changed or dropped since. */
export async function staleCitations(db: Db, citations: readonly Citation[]): Promise<Citation[]> {
  const stale: Citation[] = [];
  for (const [documentId, cited] of Map.groupBy(citations, (each) => each.documentId)) {
    const now = await outlineOf(db, documentId, null);
    for (const [version, those] of Map.groupBy(cited, (each) => each.version)) {
      if (!now || now.version === version) continue;
      const then = await outlineOf(db, documentId, version);
      const changes = changesBetween(then?.clauses ?? [], now.clauses);
      const same = new Set(changes.filter(({ change }) => change === 'same').map(({ anchor }) => anchor));
      stale.push(...those.filter(({ anchor }) => !same.has(anchor)));
    }
  }
  return stale;
}
