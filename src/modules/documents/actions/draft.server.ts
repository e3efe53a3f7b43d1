/** How a document comes into the library: written by one person, published by a second one. */
import { audit } from '#platform/audit/audit.server.ts';
import { bodyAsOf, within } from '#modules/organisation/index.server.ts';
import type { Person } from '#modules/people/index.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import { allOrNothing } from '#platform/database/all-or-nothing.server.ts';
import type { Db } from '#platform/database/client.ts';
import { emit } from '#platform/jobs/events.server.ts';
import { inPlaceOf } from '#platform/policy.ts';
import { failed, fieldProblem, ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { symbolKey } from '#platform/text/symbols.ts';
import type { DocumentForm, VersionForm } from '../input/document.ts';
import { isSecondPerson, REVIEWERS, mayReview, mayWrite, versionSteps, type VersionStep } from '../rules/document.ts';
import { insertDocument, lockDocument, markWithdrawn, updateDocument, type DocumentRow } from '../store/document.server.ts';
import { insertVersion, setState, updateVersion, versionsOf, type VersionRow } from '../store/version.server.ts';

export type Officer = { actor: Person; now: Instant };
type Ground = Pick<Runtime, 'db' | 'pageCache'>;

/** A refusal leaves nothing half-written behind; what is read by many is read anew after a change. */
async function change<T>({ db, pageCache }: Ground, work: (tx: Db) => Promise<Result<T>>): Promise<Result<T>> {
  const result = await allOrNothing(db, work);
  if (result.ok) pageCache.invalidate(['documents']);
  return result;
}

const rowOf = ({ symbol, kind, issuer, issuedOn, title, body }: DocumentForm) => ({
  symbol, symbolKey: symbolKey(symbol), kind, issuer, issuedOn, title, bodyId: body,
});
const textOf = ({ inForceFrom, basis, text, outline }: VersionForm) => ({ inForceFrom, basis, text, clauses: outline.clauses });

/**
 * Enters a document with the draft of its first version. Problems: `forbidden`, `body.unknown`, `symbol.taken`.
 * @returns its id
 */
export async function startDocument(
  ground: Ground, document: DocumentForm, version: VersionForm, { actor, now }: Officer,
): Promise<Result<number>> {
  const today = dayOf(now);
  if (!mayWrite(actor, document.body, await within(ground.db, today))) return problem('forbidden');
  if (!(await bodyAsOf(ground.db, document.body, today))) return fieldProblem('body', 'body.unknown');
  return change(ground, async (tx) => {
    const by = { by: actor.personId, now };
    const id = await insertDocument(tx, { ...rowOf(document), sample: false }, by);
    if (id === undefined) return fieldProblem('symbol', 'symbol.taken');
    await insertVersion(tx, id, 1, textOf(version), by);
    return ok(id);
  });
}

type Open = { tx: Db; document: DocumentRow; versions: VersionRow[]; open: VersionRow | undefined };

/** Locks the document, so that two people cannot take a step at once. Problem `document.missing`. */
async function withDocument<T>(ground: Ground, id: number, work: (open: Open) => Promise<Result<T>>): Promise<Result<T>> {
  return change(ground, async (tx) => {
    const document = await lockDocument(tx, id);
    if (!document) return problem('document.missing');
    const versions = await versionsOf(tx, id);
    return work({ tx, document, versions, open: versions.find(({ state }) => state !== 'published') });
  });
}

/** Problem `version.step`: somebody else has taken the version further meanwhile. */
const inState = (open: VersionRow | undefined, step: VersionStep): Result<VersionRow> =>
  open?.state === versionSteps[step] ? ok(open) : problem('version.step');

/**
 * Saves the draft; facts about the document can be corrected only before its first version is published. Problems:
 * `forbidden`, `document.missing`, `version.step`, `version.changed` (somebody else saved since), `symbol.taken`.
 */
export async function saveDraft(
  ground: Ground, id: number, { document: facts, version }: { document: DocumentForm; version: VersionForm }, { actor, now }: Officer,
): Promise<Result<number>> {
  const isWithin = await within(ground.db, dayOf(now));
  return withDocument(ground, id, async ({ tx, document, versions, open }) => {
    if (!mayWrite(actor, document.bodyId, isWithin) || !mayWrite(actor, facts.body, isWithin)) return problem('forbidden');
    const draft = inState(open, 'save');
    if (!draft.ok) return draft;
    if (version.seen !== draft.value.writtenAt.toISOString()) return problem('version.changed');
    if (versions.length === 1 && !(await updateDocument(tx, id, rowOf(facts)))) return fieldProblem('symbol', 'symbol.taken');
    await updateVersion(tx, draft.value.id, textOf(version), { by: actor.personId, now });
    return ok(id);
  });
}

/** Begins the next version from an amended text. Problems: as `saveDraft`, and `version.open`, `version.earlier`. */
export async function startVersion(ground: Ground, id: number, version: VersionForm, { actor, now }: Officer): Promise<Result<number>> {
  const isWithin = await within(ground.db, dayOf(now));
  return withDocument(ground, id, async ({ tx, document, versions, open }) => {
    if (!mayWrite(actor, document.bodyId, isWithin)) return problem('forbidden');
    if (open || document.withdrawnAt) return problem('version.open');
    const last = versions[0]!;
    if (version.basis === '') return fieldProblem('basis', 'basis.missing');
    if (version.inForceFrom < last.inForceFrom) return failed({ field: 'inForceFrom', code: 'version.earlier', values: { day: last.inForceFrom } });
    await insertVersion(tx, id, last.number + 1, textOf(version), { by: actor.personId, now });
    return ok(id);
  });
}

/** Hands the draft to a reviewer. Problems: `forbidden`, `document.missing`, `version.step`. */
export async function submitDraft(ground: Ground, id: number, { actor, now }: Officer): Promise<Result<number>> {
  const isWithin = await within(ground.db, dayOf(now));
  return withDocument(ground, id, async ({ tx, document, open }) => {
    if (!mayWrite(actor, document.bodyId, isWithin)) return problem('forbidden');
    const draft = inState(open, 'submit');
    if (!draft.ok) return draft;
    await setState(tx, draft.value.id, { state: 'submitted' });
    return ok(id);
  });
}

/** Gives it back with what is to be mended. Problems: as `submitDraft`. */
export async function giveBack(ground: Ground, id: number, note: string, { actor, now }: Officer): Promise<Result<number>> {
  const isWithin = await within(ground.db, dayOf(now));
  return withDocument(ground, id, async ({ tx, document, open }) => {
    if (!mayReview(actor, document.bodyId, isWithin)) return problem('forbidden');
    const submitted = inState(open, 'giveBack');
    if (!submitted.ok) return submitted;
    await setState(tx, submitted.value.id, { state: 'draft', note, reviewedBy: actor.personId });
    return ok(id);
  });
}

/** Everybody can read it from now on. Problems: as `submitDraft`, and `version.own`: written by the same person. */
export async function publishVersion(ground: Ground, id: number, { actor, now }: Officer): Promise<Result<number>> {
  const isWithin = await within(ground.db, dayOf(now));
  return withDocument(ground, id, async ({ tx, document, open }) => {
    if (!mayReview(actor, document.bodyId, isWithin)) return problem('forbidden');
    const submitted = inState(open, 'publish');
    if (!submitted.ok) return submitted;
    if (!isSecondPerson(actor, submitted.value.writtenBy)) return problem('version.own');
    await setState(tx, submitted.value.id, { state: 'published', reviewedBy: actor.personId, publishedAt: now });
    const inPlace = inPlaceOf(actor, REVIEWERS, document.bodyId, isWithin);
    const details = { symbol: document.symbol, version: submitted.value.number, ...inPlace };
    await audit(tx, { kind: 'documents.publish', by: actor, bodyId: document.bodyId, subject: `document:${id}`, details, now });
    await emit(tx, 'documents.published', { id });
    return ok(id);
  });
}

/** Takes a document back with a reason that everybody reads. Problems: `forbidden`, `document.missing`, `version.step`. */
export async function withdrawFromLibrary(ground: Ground, id: number, reason: string, { actor, now }: Officer): Promise<Result<number>> {
  const isWithin = await within(ground.db, dayOf(now));
  return withDocument(ground, id, async ({ tx, document, versions }) => {
    if (!mayReview(actor, document.bodyId, isWithin)) return problem('forbidden');
    if (document.withdrawnAt || !versions.some(({ state }) => state === 'published')) return problem('version.step');
    await markWithdrawn(tx, id, reason, now);
    const details = inPlaceOf(actor, REVIEWERS, document.bodyId, isWithin);
    await audit(tx, { kind: 'documents.withdraw', by: actor, bodyId: document.bodyId, subject: `document:${id}`, details, now });
    await emit(tx, 'documents.withdrawn', { id });
    return ok(id);
  });
}
