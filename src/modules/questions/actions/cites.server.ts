/** What a question rests on: clauses are added and taken away, and followed when their document was amended. */
import { outlineOf, staleCitations } from '#modules/documents/index.server.ts';
import type { Db } from '#platform/database/client.ts';
import { fieldProblem, ok, problem, type Result } from '#platform/result.ts';
import { setState, versionsOf, type Cite, type VersionRow } from '../store/item.server.ts';
import type { Ground, Officer } from './change.server.ts';
import { checkCites, withItem } from './item.server.ts';
import { asWrite, writeOn } from './version.server.ts';

/** Clauses that one question may cite. */
const MOST = 12;
const isSame = (a: Cite, b: Cite): boolean => a.documentId === b.documentId && a.version === b.version && a.anchor === b.anchor;

/** The same question with other citations: the open draft, or the next version of an approved one. */
async function recite(tx: Db, newest: VersionRow, cites: readonly Cite[], officer: Officer): Promise<void> {
  await writeOn(tx, newest, { ...asWrite(newest), cites }, officer);
}

export type CiteForm = { cites: Cite[]; seen: string };

function changing(
  ground: Ground, id: number, seen: string, officer: Officer, next: (tx: Db, newest: VersionRow) => Promise<Result<Cite[]>>,
): Promise<Result<number>> {
  return withItem(ground, id, 'write', officer, async ({ tx, newest }) => {
    if (newest.state === 'submitted') return problem('version.step');
    if (seen !== newest.writtenAt.toISOString()) return problem('version.changed');
    const cites = await next(tx, newest);
    if (!cites.ok) return cites;
    await recite(tx, newest, cites.value, officer);
    return ok(id);
  });
}

/** Problems: of `withItem`, `version.step`, `version.changed`, `cite.missing`, `cite.many`, `cite.unknown`. */
export function addCites(ground: Ground, id: number, form: CiteForm, officer: Officer): Promise<Result<number>> {
  return changing(ground, id, form.seen, officer, async (tx, newest) => {
    if (form.cites.length === 0) return fieldProblem('cite', 'cite.missing');
    const known = await checkCites(tx, form.cites);
    if (!known.ok) return known;
    // A newer version of the same clause takes the place of the older one.
    const kept = newest.cites.filter((old) => !form.cites.some((cite) => cite.documentId === old.documentId && cite.anchor === old.anchor));
    const cites = [...kept, ...form.cites];
    return cites.length > MOST ? fieldProblem('cite', 'cite.many', { limit: MOST }) : ok(cites);
  });
}

/** Problems: as `addCites` but for the last two. */
export function dropCites(ground: Ground, id: number, form: CiteForm, officer: Officer): Promise<Result<number>> {
  return changing(ground, id, form.seen, officer, async (_tx, newest) => {
    const cites = newest.cites.filter((old) => !form.cites.some((cite) => isSame(old, cite)));
    return cites.length === newest.cites.length ? fieldProblem('cite', 'cite.missing') : ok(cites);
  });
}

/**
 * Somebody read the amended clauses and found that the question still holds: it cites them as they are now. An approved
 * question so gets its next version, which is sent for approval at once. Problems: of `withItem`, `version.step`,
 * `version.changed`, `cite.fresh`: nothing was amended; `cite.gone` {anchor}: the clause is no longer there.
 */
export function confirmCites(ground: Ground, id: number, seen: string, officer: Officer): Promise<Result<number>> {
  return withItem(ground, id, 'write', officer, async ({ tx, newest }) => {
    if (newest.state === 'submitted') return problem('version.step');
    if (seen !== newest.writtenAt.toISOString()) return problem('version.changed');
    const stale = await staleCitations(tx, newest.cites);
    if (stale.length === 0) return problem('cite.fresh');
    const now = await current(tx, stale);
    if (!now.ok) return now;
    await recite(tx, newest, [...newest.cites.filter((cite) => !stale.some((old) => isSame(old, cite))), ...now.value], officer);
    if (newest.state === 'approved') {
      const [next] = await versionsOf(tx, id);
      await setState(tx, next!.id, { state: 'submitted' });
    }
    return ok(id);
  });
}

/** The same clauses in the newest version of their documents. */
async function current(db: Db, cites: readonly Cite[]): Promise<Result<Cite[]>> {
  const now: Cite[] = [];
  for (const { documentId, anchor } of cites) {
    const outline = await outlineOf(db, documentId, null);
    if (!outline?.clauses.some((clause) => clause.anchor === anchor)) return problem('cite.gone', { anchor });
    now.push({ documentId, anchor, version: outline.version });
  }
  return ok(now);
}
