/** The words for the clauses that items rest on: "Quy định số 11-QĐ/TW, Điều 2, khoản 1", as the documents themselves are written. */
import { citationOf, outlineOf } from '#modules/documents/index.server.ts';
import type { SheetCitation } from '#modules/questions/index.server.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { translator } from '#platform/words/translate.ts';

type Labels = ReadonlyMap<string, string>;
const MOST = 200;
/** A published version never changes: twenty thousand phones at the end of a sitting read it once. */
const known = new WeakMap<Runtime['pool'], Map<string, Promise<Labels>>>();

async function read({ lane }: Runtime, documentId: number, version: number): Promise<Labels> {
  const outline = await lane.run((db) => outlineOf(db, documentId, version));
  if (!outline) return new Map();
  const { document: { kind, symbol, title }, clauses } = outline;
  const vi = translator('vi');
  const numbered = kind === 'other' ? symbol : vi('quizzes.cited', { kind: vi.dynamic(`documents.kind.${kind}`), symbol });
  return new Map(clauses.map(({ anchor }) => [anchor, [symbol === '' ? title : numbered, citationOf(clauses, anchor)].filter(Boolean).join(', ')]));
}

/** @returns what a citation is called; the bare anchor where the version is no longer published */
export async function citationNames(runtime: Runtime, cited: readonly SheetCitation[]): Promise<(one: SheetCitation) => string> {
  const kept = known.get(runtime.pool) ?? new Map<string, Promise<Labels>>();
  known.set(runtime.pool, kept);
  const nameOf = ({ documentId, version }: SheetCitation): string => `${documentId}/${version}`;
  const wanted = new Map(cited.map((one) => [nameOf(one), one]));
  const found = await Promise.all([...wanted].map(async ([name, { documentId, version }]) => {
    if (kept.size > MOST) kept.clear();
    const labels = kept.get(name) ?? read(runtime, documentId, version);
    kept.set(name, labels);
    labels.catch(() => kept.delete(name));
    return [name, await labels] as const;
  }));
  const labels = new Map(found);
  return (one) => labels.get(nameOf(one))?.get(one.anchor) || one.anchor;
}
