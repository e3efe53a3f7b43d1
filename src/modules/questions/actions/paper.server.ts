/** How a paper comes about: put together by one person, approved by a second one, then left as it is. */
import { outlineOf } from '#modules/documents/index.server.ts';
import { bodiesWithin, bodyAsOf } from '#modules/organisation/index.server.ts';
import { audit } from '#platform/audit/audit.server.ts';
import { dayOf } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { failed, fieldProblem, ok, problem, type Result } from '#platform/result.ts';
import type { Heading, ItemLine, NewPaper, RowLine } from '../input/paper.ts';
import { isSecondPerson, mayReview, mayWrite } from '../rules/bank.ts';
import { drawPaper, type BlueprintRow } from '../rules/blueprint.ts';
import { drawnProblems, fixedProblems, paperLimits, type PaperProblem } from '../rules/paper.ts';
import {
  candidatesOf, insertPaper, lockPaper, markPaperRetired, placedOf, rowsOf, setPaperState, touchPaper, writePlaced, writeRows,
  type PaperRow, type Placed,
} from '../store/paper.server.ts';
import { change, forbidden, type Ground, type Officer } from './change.server.ts';
import { drawable, staleTest } from './sheet.server.ts';

/** Problems: `forbidden`, `body.unknown`. @returns the id of the paper */
export function createPaper(ground: Ground, { title, about, kind, body }: NewPaper, officer: Officer): Promise<Result<number>> {
  return change(ground, officer, async (tx, isWithin) => {
    if (!mayWrite(officer.actor, body, isWithin)) return forbidden();
    if (!(await bodyAsOf(tx, body, dayOf(officer.now)))) return fieldProblem('body', 'body.unknown');
    return ok(await insertPaper(tx, { bodyId: body, kind, title, about }, { by: officer.actor.personId, now: officer.now }));
  });
}

type Open = { tx: Db; paper: PaperRow };

/** Locks the paper. Problems `paper.missing`, `forbidden`, `paper.step` when it is no longer in use. */
function withPaper(
  ground: Ground, id: number, what: 'write' | 'review', officer: Officer, work: (open: Open) => Promise<Result<void>>,
): Promise<Result<number>> {
  return change(ground, officer, async (tx, isWithin) => {
    const paper = await lockPaper(tx, id);
    if (!paper) return problem('paper.missing');
    const may = what === 'write' ? mayWrite : mayReview;
    if (!may(officer.actor, paper.bodyId, isWithin)) return forbidden();
    if (paper.retiredAt) return problem('paper.step');
    const done = await work({ tx, paper });
    return done.ok ? ok(id) : done;
  });
}

/** A change of the draft that was seen. Problems: as `withPaper`, `paper.step`, `paper.changed`. */
export function withDraft(
  ground: Ground, id: number, seen: string, officer: Officer, work: (open: Open) => Promise<Result<Heading | void>>,
): Promise<Result<number>> {
  return withPaper(ground, id, 'write', officer, async ({ tx, paper }) => {
    if (paper.state !== 'draft') return problem('paper.step');
    if (seen !== paper.writtenAt.toISOString()) return problem('paper.changed');
    const done = await work({ tx, paper });
    if (!done.ok) return done;
    await touchPaper(tx, id, { by: officer.actor.personId, now: officer.now }, done.value ?? undefined);
    return ok(undefined);
  });
}

const placedNow = async (tx: Db, id: number): Promise<Placed[]> =>
  (await placedOf(tx, id)).map((row) => ({ itemId: row.itemId, versionId: row.id, points: row.points }));

/** Puts these items at the end, in their newest approved versions. Problems `paper.choice`, `paper.many`. */
export async function addItems({ tx, paper }: Open, ids: readonly number[], officer: Officer): Promise<Result<void>> {
  const found = new Map((await candidatesOf(tx, await bodiesWithin(tx, paper.bodyId, dayOf(officer.now)), ids))
    .map(({ itemId, versionId }) => [itemId, versionId]));
  if (paper.kind !== 'fixed' || ids.some((id) => !found.has(id))) return fieldProblem('chosen', 'paper.choice');
  const now = await placedNow(tx, paper.id);
  const points = now.at(-1)?.points ?? 1;
  const added = ids.filter((id) => !now.some(({ itemId }) => itemId === id))
    .map((itemId) => ({ itemId, versionId: found.get(itemId)!, points }));
  if (now.length + added.length > paperLimits.items) return fieldProblem('chosen', 'paper.many', { limit: paperLimits.items });
  await writePlaced(tx, paper.id, [...now, ...added]);
  return ok(undefined);
}

/** Order, points and what is left out. */
export async function orderItems({ tx, paper }: Open, lines: readonly ItemLine[]): Promise<Result<void>> {
  const now = new Map((await placedNow(tx, paper.id)).map((each) => [each.itemId, each]));
  const kept = lines.flatMap(({ itemId, points }) => {
    const each = now.get(itemId);
    now.delete(itemId);
    return each ? [{ ...each, points }] : [];
  });
  await writePlaced(tx, paper.id, kept);
  return ok(undefined);
}

/** Takes an item in its newest approved version. */
export async function renewItem({ tx, paper }: Open, itemId: number): Promise<Result<void>> {
  const now = await placedOf(tx, paper.id);
  await writePlaced(tx, paper.id, now.map((row) => ({
    itemId: row.itemId, points: row.points, versionId: row.itemId === itemId ? (row.newest?.id ?? row.id) : row.id,
  })));
  return ok(undefined);
}

/** Problems `cite.unknown`: the document has no such clause; `paper.many`. */
export async function addRow({ tx, paper }: Open, row: BlueprintRow): Promise<Result<void>> {
  if (paper.kind !== 'drawn') return problem('paper.step');
  if (row.documentId !== null) {
    const outline = await outlineOf(tx, row.documentId, null);
    if (!outline) return fieldProblem('document', 'document.unknown');
    const known = row.anchor === null || outline.clauses.some(({ anchor }) => anchor === row.anchor);
    if (!known) return fieldProblem('clause', 'cite.unknown', { anchor: row.anchor ?? '' });
  }
  const rows = [...(await rowsOf(tx, paper.id)), row];
  if (rows.length > paperLimits.rows) return fieldProblem('count', 'paper.manyRows', { limit: paperLimits.rows });
  if (rows.reduce((sum, { count }) => sum + count, 0) > paperLimits.items) {
    return fieldProblem('count', 'paper.many', { limit: paperLimits.items });
  }
  await writeRows(tx, paper.id, rows);
  return ok(undefined);
}

/** Counts, points and what is left out. Problem `paper.many`. */
export async function changeRows({ tx, paper }: Open, lines: readonly RowLine[]): Promise<Result<void>> {
  const now = await rowsOf(tx, paper.id);
  const kept = lines.flatMap(({ place, count, points }) => (now[place] ? [{ ...now[place], count, points }] : []));
  if (kept.reduce((sum, { count }) => sum + count, 0) > paperLimits.items) {
    return fieldProblem('lineCount', 'paper.many', { limit: paperLimits.items });
  }
  await writeRows(tx, paper.id, kept);
  return ok(undefined);
}

/** Why it cannot be asked as it is now, and how many of its items rest on clauses that were amended. */
export async function judge(db: Db, paper: PaperRow, { now }: Pick<Officer, 'now'>): Promise<{ problems: PaperProblem[]; stale: number }> {
  if (paper.kind === 'drawn') {
    const rows = await rowsOf(db, paper.id);
    const { candidates } = await drawable(db, paper.bodyId, dayOf(now));
    const drawn = drawPaper(rows, candidates, 'judge');
    return { problems: drawnProblems(rows.length, drawn.ok ? [] : drawn.shortages), stale: 0 };
  }
  const placed = await placedOf(db, paper.id);
  const isStale = await staleTest(db, placed.map(({ cites }) => cites));
  const problems = fixedProblems(placed.map((item) => ({ ...item, retired: item.retiredAt !== null })));
  return { problems, stale: placed.filter(({ cites }) => isStale(cites)).length };
}

/** Problems of `judge`, or `paper.stale` {count} unless somebody says that the amended clauses were looked at. */
async function sound({ tx, paper }: Open, acknowledged: boolean, officer: Officer): Promise<Result<number>> {
  const { problems, stale } = await judge(tx, paper, officer);
  if (problems.length > 0) return failed(...problems);
  return stale > 0 && !acknowledged ? fieldProblem('stale', 'paper.stale', { count: stale }) : ok(stale);
}

/** Problems: `paper.missing`, `forbidden`, `paper.step`, and those of `sound`. */
export function submitPaper(ground: Ground, id: number, acknowledged: boolean, officer: Officer): Promise<Result<number>> {
  return withPaper(ground, id, 'write', officer, async (open) => {
    if (open.paper.state !== 'draft') return problem('paper.step');
    const fit = await sound(open, acknowledged, officer);
    if (!fit.ok) return fit;
    await setPaperState(open.tx, id, { state: 'submitted' });
    return ok(undefined);
  });
}

/** Problems: as `submitPaper`, and `paper.own`: put together by the same person. */
export function approvePaper(ground: Ground, id: number, acknowledged: boolean, officer: Officer): Promise<Result<number>> {
  return withPaper(ground, id, 'review', officer, async (open) => {
    const { tx, paper } = open;
    if (paper.state !== 'submitted') return problem('paper.step');
    if (!isSecondPerson(officer.actor, paper.writtenBy)) return problem('paper.own');
    const fit = await sound(open, acknowledged, officer);
    if (!fit.ok) return fit;
    const { actor, now } = officer;
    await setPaperState(tx, id, { state: 'approved', reviewedBy: actor.personId, approvedAt: now });
    const details = { kind: paper.kind, stale: fit.value };
    await audit(tx, { kind: 'questions.paper', by: actor, bodyId: paper.bodyId, subject: `paper:${id}`, details, now });
    return ok(undefined);
  });
}

/** Problems: `paper.missing`, `forbidden`, `paper.step`. */
export function givePaperBack(ground: Ground, id: number, note: string, officer: Officer): Promise<Result<number>> {
  return withPaper(ground, id, 'review', officer, async ({ tx, paper }) => {
    if (paper.state !== 'submitted') return problem('paper.step');
    await setPaperState(tx, id, { state: 'draft', note, reviewedBy: officer.actor.personId });
    return ok(undefined);
  });
}

/** No longer to be chosen. Problems: as `givePaperBack`. */
export function retirePaper(ground: Ground, id: number, officer: Officer): Promise<Result<number>> {
  return withPaper(ground, id, 'review', officer, async ({ tx }) => {
    await markPaperRetired(tx, id, officer.now);
    return ok(undefined);
  });
}

/** A new draft with the same items or rows; an approved paper itself never changes. @returns the id of the copy */
export function copyPaper(ground: Ground, id: number, officer: Officer): Promise<Result<number>> {
  return change(ground, officer, async (tx, isWithin) => {
    const paper = await lockPaper(tx, id);
    if (!paper) return problem('paper.missing');
    if (!mayWrite(officer.actor, paper.bodyId, isWithin)) return forbidden();
    const copy = await insertPaper(tx, { ...paper, sample: false }, { by: officer.actor.personId, now: officer.now });
    await writePlaced(tx, copy, await placedNow(tx, id));
    await writeRows(tx, copy, await rowsOf(tx, id));
    return ok(copy);
  });
}
