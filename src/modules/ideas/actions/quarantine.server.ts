import { within } from '#modules/organisation/index.server.ts';
import { namesOf, type Actor, type Person } from '#modules/people/index.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import { audit } from '#platform/audit/audit.server.ts';
import type { Db } from '#platform/database/client.ts';
import { asPerson } from '#platform/database/scope.server.ts';
import { attachedFiles, eraseFiles, fileResponse, type StoredFile } from '#platform/files/files.server.ts';
import type { Job } from '#platform/jobs/events.server.ts';
import { eraseSalt } from '#platform/ledger/ledger.server.ts';
import { recall } from '#platform/mail/mail.server.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { forgetWords, withdrawDocument } from '#platform/search/store.server.ts';
import { mayOpenQuarantine, mayQuarantine } from '../rules/permissions.ts';
import { findIdea, listMessages, type IdeaRow } from '../store/idea.server.ts';
import { findAuthor, type AuthorRow } from '../store/moderate.server.ts';
import {
  committedRows,
  eraseIdea,
  insertCustody,
  listCustody,
  type CustodyAct,
} from '../store/quarantine.server.ts';
import { ANSWERED } from './answer.server.ts';
import { concerned } from './idea-page.server.ts';
import { decideAs, type Officer } from './moderate.server.ts';
import { DECIDED, inPlaceOf, takeStep, type Case } from './step.server.ts';
import { FILE_OWNER, RECEIVED } from './submit.server.ts';

/** The cover of a locked-away matter: who had it in hands. Nothing of what it says. */
export type QuarantineCover = {
  id: number;
  quarantinedAt: Date;
  erasedAt: Date | null;
  custody: { at: Date; act: CustodyAct; person: string; receiver: string | null }[];
};

/** What the two named roles read after opening it. */
export type QuarantinedMatter = {
  title: string;
  body: string;
  receivedAt: Date;
  author: AuthorRow | null;
  messages: { at: Date; byAuthor: boolean; text: string }[];
  files: StoredFile[];
};

/**
 * Locks a denunciation away that was posted by mistake: out of public pages, search, feeds and files with the end of
 * this transaction. No words are taken down about it, because words about it would be a copy.
 */
export const quarantineIdea = (runtime: Runtime, id: number, officer: Officer): Promise<Result<number>> =>
  decideAs(
    runtime,
    id,
    officer,
    ({ concern, within: isWithin }) => mayQuarantine(officer.actor, concern, isWithin),
    async (open, by) => {
      const { receptionBody } = open.idea;
      const taken = await takeStep(open, {
        kind: 'quarantine',
        by,
        bodyId: receptionBody,
        change: { quarantined_at: open.now },
      });
      if (!taken.ok) return taken;
      // The jobs that keep the search and write mails come seconds later; this must not be read a second longer.
      await withdrawDocument(open.tx, 'idea', String(id));
      await recall(open.tx, `ideas/${id}/`);
      await record(open, 'quarantined', by.person);
      return taken;
    },
  );

/** In the chain of custody and in the log; the log says whose role it was, and nothing of what it is about. */
async function record({ tx, idea, now, within: isWithin }: Case, act: CustodyAct, person: Person, receiver?: string): Promise<void> {
  await insertCustody(tx, { ideaId: idea.id, at: now, act, personId: person.personId, receiver: receiver ?? null });
  const { onBehalfOf: holder } = inPlaceOf({ kind: 'quarantine', by: { kind: 'person', person }, bodyId: idea.receptionBody }, isWithin);
  const details = { act, ...(holder ? { holder } : {}) };
  await audit(tx, { kind: 'ideas.quarantine', by: person, bodyId: idea.receptionBody, subject: `idea:${idea.id}`, details, now });
}

/** Whether somebody may come to the cover, and the cover. Problems `idea.missing`, `forbidden`. */
export async function readQuarantine(
  { db }: Runtime,
  id: number,
  { actor, now }: Officer,
): Promise<Result<QuarantineCover>> {
  const idea = await findIdea(db, id);
  if (!idea?.quarantinedAt) return problem('idea.missing');
  if (!(await mayOpen(db, idea, actor, now))) return problem('forbidden');
  const custody = await listCustody(db, id);
  const names = await namesOf(db, [...new Set(custody.map((entry) => entry.personId))]);
  return ok({
    id,
    quarantinedAt: idea.quarantinedAt,
    erasedAt: idea.erasedAt,
    custody: custody.map(({ personId, ...entry }) => ({ ...entry, person: names.get(personId) ?? '–' })),
  });
}

const mayOpen = async (db: Db, idea: IdeaRow, actor: Actor, now: Instant): Promise<boolean> =>
  mayOpenQuarantine(actor, concerned(idea), await within(db, dayOf(now)));

/** A decision about a locked-away matter: by the two named roles only, and only while there is something to decide. */
const inCustody = <T>(
  runtime: Runtime,
  id: number,
  officer: Officer,
  act: Parameters<typeof decideAs<T>>[4],
): Promise<Result<T>> =>
  decideAs(
    runtime,
    id,
    officer,
    ({ concern, within: isWithin }) => mayOpenQuarantine(officer.actor, concern, isWithin),
    async (open, by) => {
      if (!open.idea.quarantinedAt || open.idea.erasedAt) return problem('step.notAllowed');
      return act(open, by);
    },
  );

/** Opens it. That it was opened, by whom and when is written down before a word is shown. */
export const openQuarantine = (
  runtime: Runtime,
  id: number,
  officer: Officer,
): Promise<Result<QuarantinedMatter>> =>
  inCustody(runtime, id, officer, async (open, by) => {
    const { tx, idea } = open;
    await record(open, 'opened', by.person);
    const attached = await attachedFiles(tx, FILE_OWNER, [String(id)]);
    return ok({
      title: idea.originalTitle,
      body: idea.originalBody,
      receivedAt: idea.receivedAt,
      author: (await asPerson(tx, by.person.personId, (own) => findAuthor(own, id))) ?? null,
      messages: (await listMessages(tx, id)).map(({ at, byAuthor, text }) => ({ at, byAuthor, text })),
      files: attached.get(String(id)) ?? [],
    });
  });

/** A file of a locked-away matter, to be handed over with it; each reading is written down. */
export async function readQuarantinedFile(
  runtime: Runtime,
  { ideaId, fileId, actor, now }: { ideaId: number; fileId: string; actor: Actor; now: Instant },
): Promise<Response> {
  const missing = new Response(null, { status: 404, headers: { 'cache-control': 'no-store' } });
  const opened = await inCustody(runtime, ideaId, { actor, now }, async (open, by) => {
    const { tx } = open;
    const attached = await attachedFiles(tx, FILE_OWNER, [String(ideaId)]);
    if (!attached.get(String(ideaId))?.some((file) => file.id === fileId)) return problem('idea.missing');
    await record(open, 'opened', by.person);
    return ok(true);
  });
  if (!opened.ok) return missing;
  const response = await fileResponse(runtime.db, runtime.files, fileId, 'original', { download: true });
  // Nothing of it stays in a browser's cache.
  response.headers.set('cache-control', 'no-store');
  return response;
}

/** It was no denunciation after all: everything is as it was before. */
export const releaseIdea = (runtime: Runtime, id: number, officer: Officer): Promise<Result<number>> =>
  inCustody(runtime, id, officer, async (open, by) => {
    const taken = await takeStep(open, {
      kind: 'release',
      by,
      bodyId: open.idea.receptionBody,
      change: { quarantined_at: null },
    });
    if (taken.ok) await record(open, 'released', by.person);
    return taken;
  });

/**
 * Hands it over to whom the law names, and forgets it: texts, author, messages and files are erased, the ledger's
 * salts too, so that its leaves can no longer be tied to any words. A tombstone and the chain of custody stay.
 */
export async function handOverIdea(
  runtime: Runtime,
  id: number,
  receiver: string,
  officer: Officer,
): Promise<Result<number>> {
  const { now } = officer;
  const result = await inCustody(runtime, id, officer, async (open, by) => {
    const taken = await takeStep(open, { kind: 'hand_over', by, bodyId: open.idea.receptionBody });
    if (!taken.ok) return taken;
    await forgetCommitments(open.tx, id, now);
    const { title, body, originalTitle, originalBody } = open.idea;
    await forgetWords(open.tx, title, body, originalTitle, originalBody);
    await eraseIdea(open.tx, id, now);
    await record(open, 'handed_over', by.person, receiver);
    return taken;
  });
  if (result.ok) await eraseIdeaFiles(runtime, id, now);
  return result;
}

async function forgetCommitments(tx: Db, id: number, now: Instant): Promise<void> {
  const { steps, answers } = await committedRows(tx, id);
  const subjects = [
    { kind: RECEIVED, subject: String(id) },
    ...steps.map((step) => ({ kind: DECIDED, subject: String(step) })),
    ...answers.map((answer) => ({ kind: ANSWERED, subject: String(answer) })),
  ];
  for (const one of subjects) await eraseSalt(tx, { ...one, reason: 'handed_over', now });
}

const eraseIdeaFiles = (runtime: Runtime, id: number, now: Instant): Promise<number> =>
  eraseFiles(runtime.db, runtime.files, { owner: FILE_OWNER, ownerId: String(id), now });

/** Files lie outside the database: should the process die right after the transaction, this removes them later. */
export const eraseHandedOver: Job = {
  name: 'ideas.erase-handed-over',
  on: ['ideas.hand_over'],
  async run(runtime, data) {
    await eraseIdeaFiles(runtime, Number(data.id), new Date());
  },
};
