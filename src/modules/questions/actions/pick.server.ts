/** Choosing a clause step by step: a document, one of its versions, a clause of it. */
import { citationOf, outlineOf, readDocument, readLibrary, type Clause } from '#modules/documents/index.server.ts';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { PickQuery } from '../rules/pick.ts';

export type PickedClause = { anchor: string; label: string };
export type ClausePick = {
  /** What the search box says. */
  text: string;
  /** Several documents that were found by the text. */
  found: { id: number; label: string }[];
  document: { id: number; label: string; version: number; versions: number[]; clauses: PickedClause[] } | null;
};

const named = ({ symbol, title }: { symbol: string; title: string }): string => (symbol ? `${symbol} – ${title}` : title);
const WORDS = 90;

/** "Điều 5, khoản 2: Trách nhiệm của…" */
export function clauseLabel(clauses: readonly Clause[], { anchor, heading, text }: Clause): string {
  const said = (heading || text).replaceAll('\n', ' ');
  const short = said.length > WORDS ? `${said.slice(0, WORDS - 1).trimEnd()}…` : said;
  return [citationOf(clauses, anchor) || anchor, short].filter(Boolean).join(': ');
}

/** What can be cited is what anybody may read. */
export async function pickClause(db: Db, { text, document, version }: PickQuery, now: Instant): Promise<ClausePick> {
  const known = document === null ? [] : await labelled(db, [document]);
  // Who typed another text after having chosen means the text.
  if (document !== null && (text === '' || known[0]?.label === text)) return picked(db, document, version, now);
  if (text === '') return { text, found: [], document: null };
  const found = await findCitable(db, text);
  return found.length === 1 ? picked(db, found[0]!.id, null, now) : { text, found, document: null };
}

async function picked(db: Db, id: number, version: number | null, now: Instant): Promise<ClausePick> {
  const [page, outline] = await Promise.all([readDocument(db, id, null, now), outlineOf(db, id, version)]);
  if (!page.ok || 'withdrawn' in page.value || !outline) return { text: '', found: [], document: null };
  const { clauses } = outline;
  const citable = clauses.filter(({ kind }) => kind !== 'opening' && kind !== 'closing');
  const label = named(page.value);
  return {
    text: label,
    found: [],
    document: {
      id, label, version: outline.version, versions: page.value.versions.map(({ number }) => number),
      clauses: citable.map((clause) => ({ anchor: clause.anchor, label: clauseLabel(clauses, clause) })),
    },
  };
}

/** Published documents whose symbol, title or issuer answers to the text; for a search box. */
export async function findCitable(db: Db, text: string): Promise<{ id: number; label: string }[]> {
  const { cards } = await readLibrary(db, { q: text, kind: null, page: 1 });
  return cards.map((card) => ({ id: card.id, label: named(card) }));
}

async function labelled(db: Db, ids: readonly number[]): Promise<{ id: number; label: string }[]> {
  const all = await Promise.all(ids.map((id) => outlineOf(db, id, null)));
  return all.flatMap((each) => (each ? [{ id: each.document.id, label: named(each.document) }] : []));
}
