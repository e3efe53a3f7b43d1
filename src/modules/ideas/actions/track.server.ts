import { bodyName } from '#modules/organisation/index.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Receipt } from '#platform/ledger/browser.ts';
import { canonical } from '#platform/ledger/canonical.ts';
import { receiptFor } from '#platform/ledger/ledger.server.ts';
import { addressKey, take } from '#platform/limits/limits.server.ts';
import { recall } from '#platform/mail/mail.server.ts';
import { fieldProblem, ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { nextOf, type Next, type Underway } from '../rules/next.ts';
import { may, visibility, type Visibility } from '../rules/states.ts';
import {
  findIdeaByCode,
  listMessages,
  listSteps,
  type IdeaRow,
  type MessageRow,
  type StepRow,
} from '../store/idea.server.ts';
import { insertMessage } from '../store/moderate.server.ts';
import {
  deleteAuthor,
  findConsents,
  insertAppeal,
  insertConfirmation,
  latestConfirmation,
  openAppeal,
  refusedBy,
  reviewedAlready,
} from '../store/track.server.ts';
import {
  presentIdea,
  presentTimeline,
  type IdeaPage,
  type NameOfBody,
  type TimelineEntry,
} from './idea-page.server.ts';
import { resumeClock } from './moderate.server.ts';
import { takeStep, withIdea, type Case } from './step.server.ts';
import { receivedContent } from './submit.server.ts';
import { hashCode } from './tracking-code.server.ts';

/** Tries of one neighbourhood; at 85 bits nobody finds a code, this only keeps the database quiet. */
const TRY_RULE = { name: 'ideas.track', limit: 120, seconds: 900 };

export type Conversation = { at: Date; byAuthor: boolean; body: string | null; text: string };
/** Everything that an author sees with their code: the idea, the talk, what they may do now. */
export type TrackPage = {
  idea: IdeaPage;
  shown: Visibility;
  next: Next;
  code: string;
  originalTitle: string;
  originalBody: string;
  messages: Conversation[];
  /** Public steps and the author's own. */
  timeline: TimelineEntry[];
  refusal: { reason: string | null; text: string | null } | null;
  duplicateOf: number | null;
  appealOpen: boolean;
  lastConfirmation: { done: boolean; at: Date } | null;
  contactKept: boolean;
  receipt: Receipt | null;
  /** What the receipt commits to, exactly as hashed; null when nothing is left to compare. */
  receiptContent: string | null;
  abilities: { reply: boolean; withdraw: boolean; appeal: boolean; confirm: boolean };
};

/** The idea behind a code. Guessing is limited by neighbourhood; an unknown code costs the same as a known one. */
export async function openByCode(
  runtime: Runtime,
  typed: string,
  address: string,
  now: Instant,
): Promise<Result<IdeaRow>> {
  const key = await addressKey(runtime.db, address, now);
  const taken = await take(runtime.db, { rule: TRY_RULE, key, now });
  if (!taken.allowed) return fieldProblem('code', 'track.tooMany', { minutes: Math.ceil(taken.retryAfter / 60) });
  const codeHash = hashCode(typed);
  // A text that cannot be a code is looked up too: the answer takes the same time.
  const idea = await findIdeaByCode(runtime.db, codeHash ?? '00'.repeat(32));
  return idea ? ok(idea) : fieldProblem('code', 'track.unknown');
}

/** The author's page. What was taken aside as a denunciation is not shown again, on whatever screen this is. */
export async function readTrackPage(db: Db, idea: IdeaRow, code: string, now: Instant): Promise<TrackPage> {
  const today = dayOf(now);
  const [page, messages, steps, appealOpen, reviewed, lastConfirmation, consents, receipt] = await Promise.all([
    presentIdea(db, idea, { kind: 'anonymous' }, now),
    listMessages(db, idea.id),
    listSteps(db, idea.id),
    openAppeal(db, idea.id),
    reviewedAlready(db, idea.id),
    latestConfirmation(db, idea.id),
    findConsents(db, idea.id),
    idea.ledgerLeaf ? receiptFor(db, idea.ledgerLeaf, { withSalt: true }) : undefined,
  ]);
  const name: NameOfBody = (body, at) => bodyName(db, body, dayOf(at), today);
  const hidden = idea.quarantinedAt !== null || idea.erasedAt !== null;
  return {
    idea: hidden ? { ...page, title: '', body: '', files: [] } : page,
    shown: visibility(idea),
    next: nextOf(underway(idea, appealOpen), today),
    code,
    originalTitle: hidden ? '' : idea.originalTitle,
    originalBody: hidden ? '' : idea.originalBody,
    messages: hidden ? [] : await presentMessages(messages, name),
    timeline: await presentTimeline(steps.filter((step) => step.public || step.byAuthor), name),
    refusal: idea.state === 'out_of_scope' ? refusalOf(idea, steps) : null,
    duplicateOf: idea.duplicateOf,
    appealOpen,
    lastConfirmation: lastConfirmation ?? null,
    contactKept: consents !== undefined,
    receipt: receipt ?? null,
    receiptContent: hidden || !receipt?.salt ? null : canonical(sentContent(idea)),
    abilities: abilitiesOf(idea, appealOpen || reviewed),
  };
}

export const underway = (idea: IdeaRow, appealOpen: boolean): Underway => ({
  state: idea.state,
  admissibleDue: idea.admissibleDue,
  answerDue: idea.answerDue,
  answered: idea.answeredAt !== null,
  withdrawn: idea.withdrawnAt !== null,
  quarantined: idea.quarantinedAt !== null,
  appealOpen,
});

const sentContent = (idea: IdeaRow) =>
  receivedContent({ ...idea, title: idea.originalTitle, body: idea.originalBody });

function refusalOf(idea: IdeaRow, steps: readonly StepRow[]): TrackPage['refusal'] {
  const decided = steps.findLast((step) => step.kind === 'refuse' || step.kind === 'reclassify');
  return { reason: idea.refusalReason, text: decided?.text ?? null };
}

const presentMessages = (messages: readonly MessageRow[], name: NameOfBody): Promise<Conversation[]> =>
  Promise.all(
    messages.map(async ({ at, byAuthor, bodyId, text }) => ({
      at,
      byAuthor,
      body: bodyId === null ? null : await name(bodyId, at),
      text,
    })),
  );

function abilitiesOf(idea: IdeaRow, appealed: boolean): TrackPage['abilities'] {
  const gone = idea.withdrawnAt !== null || idea.quarantinedAt !== null;
  return {
    reply: !gone && may('reply', idea.state),
    withdraw: !gone && may('withdraw', idea.state),
    appeal: !gone && !appealed && may('appeal', idea.state),
    confirm: !gone && may('confirm', idea.state),
  };
}

/** The author's own steps: the code is their permission, checked again inside the transaction. */
async function asAuthor<T>(
  runtime: Runtime,
  code: string,
  now: Instant,
  act: (open: Case) => Promise<Result<T>>,
): Promise<Result<T>> {
  const idea = await findIdeaByCode(runtime.db, hashCode(code) ?? '00'.repeat(32));
  if (!idea) return fieldProblem('code', 'track.unknown');
  return withIdea(runtime, idea.id, now, async (open) =>
    open.idea.withdrawnAt || open.idea.quarantinedAt ? problem('step.notAllowed') : act(open),
  );
}

/** Answers the officers' question; the clock goes on. */
export const replyAsAuthor = (runtime: Runtime, code: string, text: string, now: Instant): Promise<Result<number>> =>
  asAuthor(runtime, code, now, async (open) => {
    const { tx, idea } = open;
    const taken = await takeStep(open, { kind: 'reply', by: { kind: 'author' }, change: await resumeClock(open) });
    if (!taken.ok) return taken;
    await insertMessage(tx, { ideaId: idea.id, at: now, byAuthor: true, bodyId: null, personId: null, text });
    return taken;
  });

/** The keys of all mails to an author begin so: with the consent, what waits in the outbox and what was sent goes. */
export const authorKey = (ideaId: number): string => `ideas/${ideaId}/author/`;

/** Name and contact are deleted, and what was or would be sent to them. */
export async function forgetAuthor(tx: Db, ideaId: number): Promise<void> {
  await deleteAuthor(tx, ideaId);
  await recall(tx, authorKey(ideaId));
}

/** Takes the idea back. A tombstone stays; the contact is forgotten at once. */
export const withdrawAsAuthor = (runtime: Runtime, code: string, now: Instant): Promise<Result<number>> =>
  asAuthor(runtime, code, now, async (open) => {
    const taken = await takeStep(open, { kind: 'withdraw', by: { kind: 'author' }, change: { withdrawn_at: now } });
    if (taken.ok) await forgetAuthor(open.tx, open.idea.id);
    return taken;
  });

/** Asks for another review, by another person than the one who decided. */
export const appealAsAuthor = (runtime: Runtime, code: string, text: string, now: Instant): Promise<Result<number>> =>
  asAuthor(runtime, code, now, async (open) => {
    const { tx, idea } = open;
    if (await openAppeal(tx, idea.id)) return problem('appeal.open');
    if (await reviewedAlready(tx, idea.id)) return problem('appeal.decided');
    const taken = await takeStep(open, { kind: 'appeal', by: { kind: 'author' } });
    if (!taken.ok) return taken;
    const decision = await refusedBy(tx, idea.id);
    const against = { againstPerson: decision?.personId ?? null, againstStep: decision?.id ?? null };
    await insertAppeal(tx, { ideaId: idea.id, at: now, text, ...against });
    return taken;
  });

/** The author's word on whether it was done. */
export const confirmAsAuthor = (
  runtime: Runtime,
  code: string,
  confirmation: { done: boolean; text: string | null },
  now: Instant,
): Promise<Result<number>> =>
  asAuthor(runtime, code, now, async (open) => {
    const taken = await takeStep(open, {
      kind: 'confirm',
      by: { kind: 'author' },
      data: { done: confirmation.done },
      change: { confirmed_at: now },
    });
    if (taken.ok) await insertConfirmation(open.tx, { ideaId: open.idea.id, at: now, ...confirmation });
    return taken;
  });

/** Withdraws the consent to be contacted: name and contact are deleted, the idea stays. */
export async function forgetContact(runtime: Runtime, code: string): Promise<Result<void>> {
  const idea = await findIdeaByCode(runtime.db, hashCode(code) ?? '00'.repeat(32));
  if (!idea) return fieldProblem('code', 'track.unknown');
  await runtime.db.transaction().execute((tx) => forgetAuthor(tx, idea.id));
  return ok(undefined);
}
