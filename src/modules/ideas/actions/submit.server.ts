import type { RawBuilder } from 'kysely';
import { canonical } from '#platform/ledger/canonical.ts';
import type { Ticket } from '#platform/ledger/leaf.server.ts';
import { leafHashOf, prepare, queuing, receiptFor, type Prepared } from '#platform/ledger/ledger.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import { currentCalendar } from '#platform/calendar/store.server.ts';
import { dueDay } from '#platform/calendar/working-days.ts';
import type { Db } from '#platform/database/client.ts';
import { attachFiles } from '#platform/files/files.server.ts';
import { emitting } from '#platform/jobs/events.server.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import type { Submission } from '../rules/submission.ts';
import {
  findByIdempotency,
  insertAuthor,
  insertedEvent,
  insertedLeaves,
  insertIdeas,
  reserveIds,
  type NewIdea,
} from '../store/submit.server.ts';
import { readClock, readReceptionBody } from './settings.server.ts';
import { issueCode, type Issued } from './tracking-code.server.ts';

export type Sending = {
  submission: Submission;
  /** Ids of files that were accepted and stored before. */
  fileIds: readonly string[];
  /** SHA-256 of each: a form sent again uploads its pictures again, under other ids, and is still the same idea. */
  fileHashes?: readonly string[];
  channel: NewIdea['channel'];
  /** Made by the form or the API client; the same key with the same content is the same idea. */
  idempotencyKey: string;
};
export type Sent = { id: number; trackingCode: string; receipt: Ticket | null; replayed: boolean };

/** Version of the consent text shown beside the ticks; raised when the words change. */
export const CONSENT_TEXT = 1;
/** Under which name the pictures and documents of ideas are held. */
export const FILE_OWNER = 'ideas.idea';
/** Public fields of a ledger leaf: nothing about a person, because a leaf can never be erased. */
export const RECEIVED = 'ideas.received';

/** What the ledger commits to for a received idea; `verify-ledger` reads the same from today's row. */
export const receivedContent = (idea: { title: string; body: string; field: string; placeId: number | null }) => ({
  title: idea.title,
  body: idea.body,
  field: idea.field,
  place: idea.placeId,
});

/**
 * Receives ideas, several in one transaction when they came in the same few milliseconds. Anyone may; limits are
 * the caller's matter, before. Each answer stands at the place of its sending.
 */
export async function submitIdeas(
  runtime: Runtime,
  sendings: readonly Sending[],
  now: Instant,
): Promise<Result<Sent>[]> {
  const { db, config } = runtime;
  // An installation without bodies has nobody who could receive; see `caunoi ideas reception`.
  const receptionBody = await readReceptionBody(db);
  if (!receptionBody) return sendings.map(() => problem('reception.none'));
  const issued = sendings.map((sending) => issueCode(config.secret, sending.idempotencyKey, contentOf(sending)));
  const drafts = await draftNew(db, sendings, issued, now);
  const inserted = drafts.length > 0 ? await insertDrafts(db, drafts, receptionBody, now) : new Set<number>();
  if (inserted.size > 0) runtime.pageCache.invalidate(['ideas:received']);
  const byIndex = new Map(drafts.map((draft) => [draft.index, draft]));
  const results: Result<Sent>[] = [];
  for (const [index, one] of issued.entries()) {
    const draft = byIndex.get(index);
    const isNew = draft !== undefined && inserted.has(draft.id);
    results.push(
      isNew
        ? ok({ id: draft.id, trackingCode: one.code, receipt: draft.leaf.ticket, replayed: false })
        : await replay(db, one),
    );
  }
  return results;
}

/** One idea. */
export async function submitIdea(runtime: Runtime, sending: Sending, now: Instant): Promise<Result<Sent>> {
  const [result] = await submitIdeas(runtime, [sending], now);
  return result as Result<Sent>;
}

const contentOf = ({ submission, fileIds, fileHashes = fileIds }: Sending): string =>
  canonical({ ...submission, contact: { ...submission.contact }, consents: { ...submission.consents }, fileHashes });

/** A sending with everything that is made from it before the database is asked. */
type Draft = { index: number; id: number; sending: Sending; issued: Issued; leaf: Prepared };

/** Only what is not known yet gets a number: a retry must not leave a gap that looks like something removed. */
async function draftNew(db: Db, sendings: readonly Sending[], issued: readonly Issued[], now: Instant): Promise<Draft[]> {
  const ids = await reserveIds(db, [...new Set(issued.map((one) => one.idempotencyHash))]);
  return issued.flatMap((one, index) => {
    const id = ids.get(one.idempotencyHash);
    const sending = sendings[index];
    if (id === undefined || !sending) return [];
    ids.delete(one.idempotencyHash);
    return { index, id, sending, issued: one, leaf: prepare({ ...leafOf(sending, id), now }) };
  });
}

async function insertDrafts(db: Db, drafts: readonly Draft[], receptionBody: number, now: Instant): Promise<Set<number>> {
  const rows = await newRows(db, drafts, receptionBody, now);
  const also = [
    queuing(drafts.map(({ leaf }) => leaf), now, insertedLeaves),
    emitting('ideas.received', insertedEvent),
  ];
  return new Set(
    drafts.some(({ sending }) => hasPrivateParts(sending))
      ? await db.transaction().execute((tx) => insertWithPrivateParts(tx, rows, drafts, also, now))
      : await insertIdeas(db, rows, also),
  );
}

async function newRows(db: Db, drafts: readonly Draft[], receptionBody: number, now: Instant): Promise<NewIdea[]> {
  const calendar = await currentCalendar(db);
  const clock = await readClock(db);
  const shared = {
    receptionBody,
    receivedAt: now.toISOString(),
    admissibleDue: dueDay(now, clock.admissibilityDays, calendar),
    calendarVersion: calendar.version,
  };
  const today = dayOf(now);
  return drafts.map(({ id, sending: { submission, channel }, issued: { codeHash, idempotencyHash }, leaf }) => ({
    ...shared,
    id,
    title: submission.title,
    body: submission.body,
    field: submission.field,
    placeId: submission.place,
    placeOn: submission.place === null ? null : today,
    language: submission.language,
    channel,
    codeHash,
    idempotencyHash,
    ledgerLeaf: leaf.ticket.leafHash,
  }));
}

const hasPrivateParts = ({ submission: { contact }, fileIds }: Sending): boolean =>
  fileIds.length > 0 || Boolean(contact.name || contact.email || contact.phone);

async function insertWithPrivateParts(
  tx: Db,
  rows: readonly NewIdea[],
  drafts: readonly Draft[],
  also: readonly RawBuilder<unknown>[],
  now: Instant,
): Promise<number[]> {
  const inserted = await insertIdeas(tx, rows, also);
  for (const { id, sending } of drafts) {
    if (!inserted.includes(id)) continue;
    const { contact, consents } = sending.submission;
    await insertAuthor(tx, id, contact, consents, CONSENT_TEXT, now);
    await attachFiles(tx, { owner: FILE_OWNER, ownerId: String(id), fileIds: sending.fileIds });
  }
  return inserted;
}

const leafOf = ({ submission }: Sending, id: number) => ({
  kind: RECEIVED,
  publicFields: { idea: id },
  secret: { subject: String(id), content: receivedContent({ ...submission, placeId: submission.place }) },
});

/** A repeated sending gets its first answer; another content under a used key is refused, never mixed up. */
async function replay(db: Db, { code, codeHash, idempotencyHash }: Issued): Promise<Result<Sent>> {
  const known = await findByIdempotency(db, idempotencyHash);
  if (!known || known.codeHash !== codeHash) return problem('idempotency.conflict');
  const leaf = await leafHashOf(db, RECEIVED, String(known.id));
  const receipt = leaf === undefined ? null : await receiptFor(db, leaf, { withSalt: true });
  return ok({ id: known.id, trackingCode: code, receipt: receipt ?? null, replayed: true });
}
