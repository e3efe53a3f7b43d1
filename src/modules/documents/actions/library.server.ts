/** What anybody may read: published versions of documents that were not taken back. */
import { bodyLabel } from '#modules/organisation/index.server.ts';
import { dayOf, type Day, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import { fold } from '#platform/text/fold.ts';
import { asSymbol } from '#platform/text/symbols.ts';
import { changesBetween, wordDiff, type Change, type DiffPart } from '../rules/changes.ts';
import { PAGE, type DocumentQuery, type Kind } from '../rules/document.ts';
import { citationOf, type Clause } from '../rules/outline.ts';
import { countDocuments, countKinds, findDocument, listDocuments, type DocumentRow, type Listed } from '../store/document.server.ts';
import { clausesOf, versionsOf, type VersionRow } from '../store/version.server.ts';

/** What a list says of a document. */
export type DocumentCard = Pick<DocumentRow, 'id' | 'symbol' | 'kind' | 'issuer' | 'issuedOn' | 'title' | 'sample'> & {
  versions: number;
  inForceFrom: Day | null;
};
export type Library = {
  query: DocumentQuery;
  cards: DocumentCard[];
  total: number;
  kinds: { kind: Kind; count: number }[];
};

/** What was typed, as a list is searched: a symbol, else the beginnings of words. */
export const soughtIn = (q: string) => {
  const symbolKey = asSymbol(q);
  return symbolKey ? { symbolKey, words: [] } : { words: fold(q).split(' ').filter((word) => word !== '') };
};

export const cardOf = ({ id, symbol, kind, issuer, issuedOn, title, sample, versions, inForceFrom }: Listed): DocumentCard => ({
  id, symbol, kind, issuer, issuedOn, title, sample, versions, inForceFrom,
});

export async function readLibrary(db: Db, query: DocumentQuery): Promise<Library> {
  const { kind, page } = query;
  const filter = { ...soughtIn(query.q), kind, bodies: 'published' as const, limit: PAGE, offset: (page - 1) * PAGE };
  const [rows, total, kinds] = await Promise.all([listDocuments(db, filter), countDocuments(db, filter), countKinds(db)]);
  return { query, cards: rows.map(cardOf), total, kinds };
}

export type VersionLink = { number: number; inForceFrom: Day; basis: string; publishedAt: Instant };
export type DocumentPage = {
  id: number;
  symbol: string;
  kind: Kind;
  issuer: string;
  issuedOn: Day;
  title: string;
  sample: boolean;
  /** The body whose library it is. */
  keeper: string;
  /** Published ones, the newest first. */
  versions: VersionLink[];
  /** The one that is shown. */
  shown: VersionLink;
  clauses: Clause[];
  /** By anchor: what the shown version changed against the one before; empty for the first. */
  changed: Record<string, Change>;
} | { id: number; title: string; symbol: string; withdrawn: { at: Instant; reason: string } };

/**
 * A document as it is read. Problems: `document.missing` (also while nothing of it is published), `version.missing`.
 * @param number of the version; null for the newest
 */
export async function readDocument(db: Db, id: number, number: number | null, now: Instant): Promise<Result<DocumentPage>> {
  const document = await findDocument(db, id);
  const published = document ? (await versionsOf(db, id)).filter(({ state }) => state === 'published') : [];
  if (!document || published.length === 0) return problem('document.missing');
  const { title, symbol, withdrawnAt, withdrawnReason } = document;
  if (withdrawnAt) return ok({ id, title, symbol, withdrawn: { at: withdrawnAt, reason: withdrawnReason ?? '' } });
  const at = number === null ? 0 : published.findIndex((version) => version.number === number);
  const version = published[at];
  if (!version) return problem('version.missing');
  const before = published[at + 1];
  const [clauses, earlier, keeper] = await Promise.all([
    clausesOf(db, version.id),
    before ? clausesOf(db, before.id) : [],
    bodyLabel(db, document.bodyId, dayOf(now), dayOf(now)),
  ]);
  const changes = before ? changesBetween(earlier, clauses).filter(({ change }) => change !== 'same') : [];
  const { kind, issuer, issuedOn, sample } = document;
  return ok({
    id, symbol, kind, issuer, issuedOn, title, sample,
    keeper: keeper?.short ?? '',
    versions: published.map(linkTo),
    shown: linkTo(version),
    clauses,
    changed: Object.fromEntries(changes.map(({ anchor, change }) => [anchor, change])),
  });
}

const linkTo = ({ number, inForceFrom, basis, publishedAt }: VersionRow): VersionLink => ({
  number, inForceFrom, basis, publishedAt: publishedAt!,
});

export type ShownChange = {
  anchor: string;
  change: Exclude<Change, 'same'>;
  /** "Điều 5, khoản 2" */
  citation: string;
  parts: DiffPart[];
};
export type ChangesPage = { id: number; title: string; symbol: string; from: VersionLink; to: VersionLink; changes: ShownChange[] };

/** What a version changed, word by word. Problems: `document.missing`, `version.missing`. */
export async function readChanges(
  db: Db, id: number, { from, version }: { from: number | null; version: number | null },
): Promise<Result<ChangesPage>> {
  const document = await findDocument(db, id);
  if (!document || document.withdrawnAt) return problem('document.missing');
  const published = (await versionsOf(db, id)).filter(({ state }) => state === 'published');
  const to = version === null ? published[0] : published.find((each) => each.number === version);
  const base = from === null ? published.find((each) => each.number < (to?.number ?? 0)) : published.find((each) => each.number === from);
  if (!to || !base) return problem('version.missing');
  const [before, after] = await Promise.all([clausesOf(db, base.id), clausesOf(db, to.id)]);
  const changes = changesBetween(before, after).flatMap(({ anchor, change, before: old, after: now }): ShownChange[] => {
    if (change === 'same') return [];
    const words = (one: Clause | null) => [one?.heading, one?.text].filter(Boolean).join('\n');
    return [{ anchor, change, citation: citationOf(now ? after : before, anchor), parts: wordDiff(words(old), words(now)) }];
  });
  const { title, symbol } = document;
  return ok({ id, title, symbol, from: linkTo(base), to: linkTo(to), changes });
}
