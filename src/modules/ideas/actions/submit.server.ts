import { canonical } from '#platform/ledger/canonical.ts';
import type { Ticket } from '#platform/ledger/leaf.server.ts';
import { appendAll, leafHashOf, receiptFor } from '#platform/ledger/ledger.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import { currentCalendar } from '#platform/calendar/store.server.ts';
import { dueDay } from '#platform/calendar/working-days.ts';
import type { Db } from '#platform/database/client.ts';
import { attachFiles } from '#platform/files/files.server.ts';
import { emit } from '#platform/jobs/events.server.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import type { Submission } from '../rules/submission.ts';
import {
  findByIdempotency,
  insertAuthor,
  insertIdeas,
  insertSteps,
  setLedgerLeaves,
  type Inserted,
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
  if (!(await readReceptionBody(db))) return sendings.map(() => problem('reception.none'));
  const issued = sendings.map((sending) => issueCode(config.secret, sending.idempotencyKey, contentOf(sending)));
  const rows = await newRows(db, sendings, issued, now);
  const sent = await db.transaction().execute(async (tx) => {
    const inserted = new Map((await insertIdeas(tx, rows)).map((row) => [row.codeHash, row]));
    return recordReceived(tx, sendings, issued, inserted, now);
  });
  const results: Result<Sent>[] = [];
  for (const [index, one] of sent.entries()) results.push(one ?? (await replay(db, issued[index] as Issued)));
  return results;
}

/** One idea. */
export async function submitIdea(runtime: Runtime, sending: Sending, now: Instant): Promise<Result<Sent>> {
  const [result] = await submitIdeas(runtime, [sending], now);
  return result as Result<Sent>;
}

const contentOf = ({ submission, fileIds, fileHashes = fileIds }: Sending): string =>
  canonical({ ...submission, contact: { ...submission.contact }, consents: { ...submission.consents }, fileHashes });

async function newRows(db: Db, sendings: readonly Sending[], issued: Issued[], now: Instant): Promise<NewIdea[]> {
  const calendar = await currentCalendar(db);
  const clock = await readClock(db);
  const receptionBody = await readReceptionBody(db);
  const seen = new Set<string>();
  return sendings.flatMap(({ submission, channel }, index) => {
    const { codeHash, idempotencyHash } = issued[index] as Issued;
    if (seen.has(idempotencyHash)) return [];
    seen.add(idempotencyHash);
    return {
      title: submission.title,
      body: submission.body,
      field: submission.field,
      placeId: submission.place,
      placeOn: submission.place === null ? null : dayOf(now),
      language: submission.language,
      channel,
      receptionBody,
      receivedAt: now.toISOString(),
      admissibleDue: dueDay(now, clock.admissibilityDays, calendar),
      calendarVersion: calendar.version,
      codeHash,
      idempotencyHash,
    };
  });
}

/** Timeline, ledger, private contact, attachments and event of those that are new; null for those that are not. */
async function recordReceived(
  tx: Db,
  sendings: readonly Sending[],
  issued: Issued[],
  inserted: Map<string, Inserted>,
  now: Instant,
): Promise<(Result<Sent> | null)[]> {
  const fresh = sendings.flatMap((sending, index) => {
    const { code, codeHash } = issued[index] as Issued;
    const row = inserted.get(codeHash);
    inserted.delete(codeHash);
    return row ? [{ sending, index, code, id: row.id }] : [];
  });
  const results: (Result<Sent> | null)[] = sendings.map(() => null);
  if (fresh.length === 0) return results;
  const tickets = await appendAll(tx, fresh.map(({ sending, id }) => leafOf(sending, id)), now);
  const leaves = fresh.map(({ id }, at) => ({ id, leaf: tickets[at]?.leafHash as string }));
  await setLedgerLeaves(tx, leaves);
  await insertSteps(
    tx,
    leaves.map(({ id, leaf }) => ({
      ideaId: id,
      at: now.toISOString(),
      kind: 'receive',
      fromState: null,
      toState: 'received',
      byAuthor: true,
      ledgerLeaf: leaf,
    })),
  );
  for (const [at, { sending, id, code, index }] of fresh.entries()) {
    const { contact, consents } = sending.submission;
    await insertAuthor(tx, id, contact, consents, CONSENT_TEXT, now);
    await attachFiles(tx, { owner: FILE_OWNER, ownerId: String(id), fileIds: sending.fileIds });
    results[index] = ok({ id, trackingCode: code, receipt: tickets[at] ?? null, replayed: false });
  }
  await emit(tx, 'ideas.received', { ids: fresh.map(({ id }) => id) });
  return results;
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
