/** How a question comes into the bank: written by one person, approved by a second one. */
import { outlineOf, staleCitations } from '#modules/documents/index.server.ts';
import { bodyAsOf } from '#modules/organisation/index.server.ts';
import { dayOf } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { fieldProblem, ok, problem, type Result } from '#platform/result.ts';
import type { QuestionForm } from '../input/question.ts';
import { isSecondPerson, mayReview, mayWrite } from '../rules/bank.ts';
import { insertItems, lockItem, retireItem, setState, type ItemWrite, type VersionRow } from '../store/item.server.ts';
import { checkStray, writeOn } from './version.server.ts';
import { change, forbidden, type Ground, type Officer } from './change.server.ts';

export const writeOf = ({ item, difficulty, cites }: Pick<QuestionForm, 'item' | 'difficulty' | 'cites'>): ItemWrite => ({ ...item, difficulty, cites });

/** Problem `cite.unknown`: a clause that the document does not have in that version. */
export async function checkCites(db: Db, cites: QuestionForm['cites']): Promise<Result<void>> {
  for (const { documentId, version, anchor } of cites) {
    const outline = await outlineOf(db, documentId, version);
    if (!outline?.clauses.some((clause) => clause.anchor === anchor)) return fieldProblem('cite', 'cite.unknown', { anchor });
  }
  return ok(undefined);
}

/** Problems: `forbidden`, `body.unknown`, `cite.unknown`. @returns the id of the item */
export async function createItem(ground: Ground, form: QuestionForm, officer: Officer): Promise<Result<number>> {
  return change(ground, officer, async (tx, isWithin) => {
    if (!mayWrite(officer.actor, form.body, isWithin)) return forbidden();
    if (!(await bodyAsOf(ground.db, form.body, dayOf(officer.now)))) return fieldProblem('body', 'body.unknown');
    const cited = await checkCites(tx, form.cites);
    if (!cited.ok) return cited;
    const [id] = await insertItems(tx, form.body, [writeOf(form)], { by: officer.actor.personId, now: officer.now });
    return ok(id!);
  });
}

export type Open = { tx: Db; newest: VersionRow };

/** Locks the item. Problems `question.missing`, `forbidden` when the actor may not do `what` for its body. */
export function withItem<T>(
  ground: Ground, id: number, what: 'write' | 'review', officer: Officer, work: (open: Open) => Promise<Result<T>>,
): Promise<Result<T>> {
  return change(ground, officer, async (tx, isWithin) => {
    const [newest] = await lockItem(tx, id);
    if (!newest) return problem('question.missing');
    const may = what === 'write' ? mayWrite : mayReview;
    if (!may(officer.actor, newest.bodyId, isWithin)) return forbidden();
    return newest.retiredAt ? problem('version.step') : work({ tx, newest });
  });
}

/**
 * Saves the draft; an approved question gets its next version, so that papers and answers keep what was asked.
 * Problems: `question.missing`, `forbidden`, `version.step` (being reviewed), `version.changed`, `cite.unknown`.
 */
export function saveItem(ground: Ground, id: number, form: QuestionForm, officer: Officer): Promise<Result<number>> {
  return withItem(ground, id, 'write', officer, async ({ tx, newest }) => {
    if (newest.state === 'submitted') return problem('version.step');
    if (form.seen !== newest.writtenAt.toISOString()) return problem('version.changed');
    const cited = await checkCites(tx, form.cites);
    if (!cited.ok) return cited;
    await writeOn(tx, newest, writeOf(form), officer);
    return ok(id);
  });
}

/** Problems: `question.missing`, `forbidden`, `version.step`, `media.stray`. */
export function submitItem(ground: Ground, id: number, officer: Officer): Promise<Result<number>> {
  return withItem(ground, id, 'write', officer, async ({ tx, newest }) => {
    if (newest.state !== 'draft') return problem('version.step');
    const media = await checkStray(tx, newest);
    if (!media.ok) return media;
    await setState(tx, newest.id, { state: 'submitted' });
    return ok(id);
  });
}

/** Problems: as above, and `version.own`: written by the same person; `version.stale`: a cited clause was amended. */
export function approveItem(ground: Ground, id: number, officer: Officer): Promise<Result<number>> {
  return withItem(ground, id, 'review', officer, async ({ tx, newest }) => {
    if (newest.state !== 'submitted') return problem('version.step');
    if (!isSecondPerson(officer.actor, newest.writtenBy)) return problem('version.own');
    if ((await staleCitations(tx, newest.cites)).length > 0) return problem('version.stale');
    await setState(tx, newest.id, { state: 'approved', reviewedBy: officer.actor.personId, approvedAt: officer.now });
    return ok(id);
  });
}

/** Problems: as `submitItem`. */
export function giveItemBack(ground: Ground, id: number, note: string, officer: Officer): Promise<Result<number>> {
  return withItem(ground, id, 'review', officer, async ({ tx, newest }) => {
    if (newest.state !== 'submitted') return problem('version.step');
    await setState(tx, newest.id, { state: 'draft', note, reviewedBy: officer.actor.personId });
    return ok(id);
  });
}

/** Not asked any more; what was asked with it stays. Problems: as `submitItem`. */
export function retire(ground: Ground, id: number, officer: Officer): Promise<Result<number>> {
  return withItem(ground, id, 'review', officer, async ({ tx }) => {
    await retireItem(tx, id, officer.now);
    return ok(id);
  });
}
