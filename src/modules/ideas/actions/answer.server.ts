import { audit } from '#platform/audit/audit.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { emit } from '#platform/jobs/events.server.ts';
import { append } from '#platform/ledger/ledger.server.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import type { AnswerInput, Approval, DraftCommand, Return } from '../input/answer.ts';
import { answeredContent, isWriter, mayBeAnswered, promised } from '../rules/answer.ts';
import { mayDraft, mayPublish } from '../rules/permissions.ts';
import {
  deleteDraft,
  findDraft,
  latestAnswer,
  listPromises,
  listSharers,
  markPublished,
  markReturned,
  markSubmitted,
  writeDraft,
  type DraftRow,
  type PromiseRow,
} from '../store/answer.server.ts';
import { setStepLeaf } from '../store/step.server.ts';
import { decideAs, type Officer } from './moderate.server.ts';
import { inPlaceOf, takeStep, type By, type Case } from './step.server.ts';

/** Kind of the ledger entry of a published answer; its subject is the id of the answer. */
export const ANSWERED = 'ideas.answered';
/** Event of a draft that changed hands: `{ id, act: 'submitted' | 'returned', at }`. */
export const DRAFT = 'ideas.draft';

type Acts<T> = (open: Case, by: By & { kind: 'person' }) => Promise<Result<T>>;

/** Whoever drafts in the lead body's name: those who write for it and those who lead it. */
export const asDrafter = <T>(runtime: Runtime, id: number, officer: Officer, act: Acts<T>): Promise<Result<T>> =>
  decideAs(runtime, id, officer, (open) => mayDraft(officer.actor, open.concern, open.within), act);

/** The lead body's leadership: what is public in its name is theirs to say. */
export const asLeadership = <T>(runtime: Runtime, id: number, officer: Officer, act: Acts<T>): Promise<Result<T>> =>
  decideAs(runtime, id, officer, (open) => mayPublish(officer.actor, open.concern, open.within), act);

/** The lead body says that it has begun to look into the idea. */
export const startAppraisal = (runtime: Runtime, id: number, officer: Officer): Promise<Result<number>> =>
  asDrafter(runtime, id, officer, (open, by) => takeStep(open, { kind: 'appraise', by, bodyId: open.idea.leadBody }));

/**
 * Keeps a draft; with `submit` it is laid before the leadership at once. `version` is that of the draft which the form
 * showed, 0 when there was none. The same text sent twice is kept once.
 * @returns the id of the draft; problems `step.notAllowed`, `draft.locked` while it waits for approval,
 * `draft.changed` when somebody else has saved it since
 */
export const saveDraft = (
  runtime: Runtime,
  id: number,
  { input, version, submit }: DraftCommand,
  officer: Officer,
): Promise<Result<number>> =>
  asDrafter(runtime, id, officer, async ({ tx, idea, now }, { person }) => {
    if (!mayBeAnswered(idea)) return problem('step.notAllowed');
    const draft = await findDraft(tx, id);
    if (draft && (await isSame(tx, draft, input, person.personId, submit))) return ok(draft.id);
    if (draft?.status === 'submitted') return problem('draft.locked');
    if ((draft?.version ?? 0) !== version) return problem('draft.changed');
    const writing = { ideaId: id, bodyId: idea.leadBody as number, personId: person.personId, now };
    const draftId = await writeDraft(tx, input, writing);
    if (submit) {
      await markSubmitted(tx, draftId, now);
      await emit(tx, DRAFT, { id, act: 'submitted', at: now.toISOString() });
    }
    return ok(draftId);
  });

/** Is this the second press of the same button? */
async function isSame(tx: Db, draft: DraftRow, input: AnswerInput, personId: string, submit: boolean) {
  if (draft.draftedBy !== personId || draft.outcome !== input.outcome || draft.text !== input.text) return false;
  if ((draft.status === 'submitted') !== submit || draft.status === 'returned') return false;
  const kept = (await listPromises(tx, draft.id)).map(({ title, dueOn }) => ({ title, due: dueOn }));
  return JSON.stringify(kept) === JSON.stringify(input.milestones.map(({ title, due }) => ({ title, due })));
}

/** Opens the draft that the form has shown; another state of it is told, never silently written over. */
async function openDraft(tx: Db, id: number, version: number): Promise<Result<DraftRow>> {
  const draft = await findDraft(tx, id);
  if (!draft) return problem('draft.gone');
  return draft.version === version ? ok(draft) : problem('draft.changed');
}

/** The leadership gives a draft back with what has to be changed. */
export const returnDraft = (
  runtime: Runtime,
  id: number,
  { version, note }: Return,
  officer: Officer,
): Promise<Result<number>> =>
  asLeadership(runtime, id, officer, async ({ tx, now }, { person }) => {
    const draft = await openDraft(tx, id, version);
    if (!draft.ok) return draft;
    if (draft.value.status !== 'submitted') return problem('draft.notSubmitted');
    await markReturned(tx, draft.value.id, { note, personId: person.personId, now });
    await emit(tx, DRAFT, { id, act: 'returned', at: now.toISOString() });
    return ok(draft.value.id);
  });

/** A writer takes their draft back before it was approved. */
export const recallDraft = (runtime: Runtime, id: number, version: number, officer: Officer): Promise<Result<number>> =>
  asDrafter(runtime, id, officer, async ({ tx, now }, { person }) => {
    const draft = await openDraft(tx, id, version);
    if (!draft.ok) return draft;
    if (draft.value.status !== 'submitted') return problem('draft.notSubmitted');
    if (!isWriter(draft.value, person.personId)) return problem('forbidden');
    await markReturned(tx, draft.value.id, { note: null, personId: person.personId, now });
    return ok(draft.value.id);
  });

/** Throws a draft away, for example because the only person who could approve it has written in it. */
export const discardDraft = (runtime: Runtime, id: number, version: number, officer: Officer): Promise<Result<number>> =>
  asDrafter(runtime, id, officer, async ({ tx }) => {
    const draft = await openDraft(tx, id, version);
    if (!draft.ok) return draft;
    if (draft.value.status === 'submitted') return problem('draft.locked');
    await deleteDraft(tx, draft.value.id);
    return ok(draft.value.id);
  });

/**
 * Approves a draft and publishes it in the agency's name: the idea takes the outcome as its state, the clock of the
 * first answer stops, the ledger commits to the wording, and whoever shares the idea is told. The person who approves
 * signs; no one who wrote in the draft can.
 * @returns the id of the answer
 */
export const publishAnswer = (
  runtime: Runtime,
  id: number,
  { version, signerTitle }: Approval,
  officer: Officer,
): Promise<Result<number>> =>
  asLeadership(runtime, id, officer, async (open, by) => {
    const { tx, idea, now } = open;
    const { personId, name } = by.person;
    const before = await latestAnswer(tx, id);
    const found = await openDraft(tx, id, version);
    if (!found.ok) return before && isReplay(before, version, personId) ? ok(before.id) : found;
    const draft = found.value;
    const milestones = promised(draft.outcome, await listPromises(tx, draft.id));
    const refusal = whyNotApproved(draft, { idea, personId, milestones, now });
    if (refusal) return problem(refusal);
    const signer = { personId, name, title: signerTitle };
    const leaf = await commitAnswer(open, draft, { ...signer, milestones });
    const taken = await takeStep(open, {
      kind: 'answer',
      by,
      bodyId: idea.leadBody,
      to: draft.outcome,
      data: { answer: draft.id, outcome: draft.outcome, ...(before ? { corrects: before.id } : {}) },
      change: { answered_at: idea.answeredAt ?? now, paused_on: null },
      event: { answer: draft.id, also: await listSharers(tx, id, idea.clusterId) },
    });
    if (!taken.ok) return taken;
    await setStepLeaf(tx, taken.value, leaf);
    await markPublished(tx, draft.id, { ...signer, now, leaf });
    const { onBehalfOf: holder } = inPlaceOf({ kind: 'answer', by, bodyId: idea.leadBody }, open.within);
    const details = { answer: draft.id, outcome: draft.outcome, ...(holder ? { holder } : {}) };
    await audit(tx, { kind: 'ideas.publish', by: by.person, bodyId: idea.leadBody, subject: `idea:${id}`, details, now });
    return ok(draft.id);
  });

/** The same person pressed twice: what they wanted has happened. */
const isReplay = (latest: { version: number; approvedBy: string }, version: number, personId: string): boolean =>
  latest.version === version && latest.approvedBy === personId;

type Approving = { idea: Case['idea']; personId: string; milestones: readonly PromiseRow[]; now: Instant };

function whyNotApproved(draft: DraftRow, { idea, personId, milestones, now }: Approving): string | undefined {
  if (!mayBeAnswered(idea)) return 'step.notAllowed';
  if (draft.status !== 'submitted') return 'draft.notSubmitted';
  if (isWriter(draft, personId)) return 'draft.own';
  // The idea went to another agency meanwhile: that one writes in its own name.
  if (draft.bodyId !== idea.leadBody) return 'draft.otherBody';
  return milestones.some(({ dueOn }) => dueOn < dayOf(now)) ? 'draft.milestonePast' : undefined;
}

type Signing = { name: string; title: string; milestones: readonly PromiseRow[] };

async function commitAnswer({ tx, idea, now }: Case, draft: DraftRow, { name, title, milestones }: Signing) {
  const { text, outcome } = draft;
  const ticket = await append(tx, {
    kind: ANSWERED,
    publicFields: { idea: idea.id, answer: draft.id, body: draft.bodyId, outcome },
    secret: {
      subject: String(draft.id),
      content: answeredContent({ text, outcome, signerName: name, signerTitle: title, milestones }),
    },
    now,
  });
  return ticket.leafHash;
}
