import { bodyName } from '#modules/organisation/index.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Receipt } from '#platform/ledger/browser.ts';
import { receiptFor } from '#platform/ledger/ledger.server.ts';
import { addressKey, take } from '#platform/limits/limits.server.ts';
import { fieldProblem, ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { isOpen, may, visibility, type Visibility } from '../rules/states.ts';
import { findIdeaByCode, listMessages, type IdeaRow } from '../store/idea.server.ts';
import { insertMessage } from '../store/moderate.server.ts';
import { deleteAuthor, findConsents, insertAppeal, insertConfirmation, latestConfirmation, openAppeal, refusedBy } from '../store/track.server.ts';
import { presentIdea, type IdeaPage } from './idea-page.server.ts';
import { resumeClock } from './moderate.server.ts';
import { takeStep, withIdea, type Case } from './step.server.ts';
import { hashCode } from './tracking-code.server.ts';

/** Tries of one neighbourhood; at 85 bits nobody finds a code, this only keeps the database quiet. */
const TRY_RULE = { name: 'ideas.track', limit: 120, seconds: 900 };

export type Conversation = { at: Date; byAuthor: boolean; body: string | null; text: string };
/** Everything that an author sees with their code: the idea, the talk, what they may do now. */
export type TrackPage = {
  idea: IdeaPage;
  shown: Visibility;
  code: string;
  originalTitle: string;
  originalBody: string;
  messages: Conversation[];
  refusalReason: string | null;
  appealOpen: boolean;
  lastConfirmation: { done: boolean; at: Date } | null;
  contactKept: boolean;
  receipt: Receipt | null;
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

export async function readTrackPage(db: Db, idea: IdeaRow, code: string, now: Instant): Promise<TrackPage> {
  const today = dayOf(now);
  const [page, messages, appealOpen, lastConfirmation, consents, receipt] = await Promise.all([
    presentIdea(db, idea, { kind: 'anonymous' }, now),
    listMessages(db, idea.id),
    openAppeal(db, idea.id),
    latestConfirmation(db, idea.id),
    findConsents(db, idea.id),
    idea.ledgerLeaf ? receiptFor(db, idea.ledgerLeaf, { withSalt: true }) : undefined,
  ]);
  return {
    idea: page,
    shown: visibility(idea),
    code,
    originalTitle: idea.originalTitle,
    originalBody: idea.originalBody,
    messages: await Promise.all(
      messages.map(async (one) => ({
        at: one.at,
        byAuthor: one.byAuthor,
        body: one.bodyId === null ? null : await bodyName(db, one.bodyId, dayOf(one.at), today),
        text: one.text,
      })),
    ),
    refusalReason: idea.refusalReason,
    appealOpen,
    lastConfirmation: lastConfirmation ?? null,
    contactKept: consents !== undefined,
    receipt: receipt ?? null,
    abilities: {
      reply: idea.state === 'asked' && !idea.withdrawnAt,
      withdraw: isOpen(idea.state) && !idea.withdrawnAt && !idea.quarantinedAt,
      appeal: may('appeal', idea.state) && !appealOpen && !idea.withdrawnAt && !idea.quarantinedAt,
      confirm: idea.state === 'adopted' && !idea.withdrawnAt,
    },
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
    if (taken.ok) await insertMessage(tx, { ideaId: idea.id, at: now, byAuthor: true, bodyId: null, personId: null, text });
    return taken;
  });

/** Takes the idea back. A tombstone stays; the contact is forgotten at once. */
export const withdrawAsAuthor = (runtime: Runtime, code: string, now: Instant): Promise<Result<number>> =>
  asAuthor(runtime, code, now, async (open) => {
    const taken = await takeStep(open, { kind: 'withdraw', by: { kind: 'author' }, change: { withdrawn_at: now } });
    if (taken.ok) await deleteAuthor(open.tx, open.idea.id);
    return taken;
  });

/** Asks for another review, by another person than the one who decided. */
export const appealAsAuthor = (runtime: Runtime, code: string, text: string, now: Instant): Promise<Result<number>> =>
  asAuthor(runtime, code, now, async (open) => {
    const { tx, idea } = open;
    if (await openAppeal(tx, idea.id)) return problem('appeal.open');
    const taken = await takeStep(open, { kind: 'appeal', by: { kind: 'author' } });
    if (!taken.ok) return taken;
    const decision = await refusedBy(tx, idea.id);
    await insertAppeal(tx, { ideaId: idea.id, at: now, text, againstPerson: decision?.personId ?? null, againstStep: decision?.id ?? null });
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
  await deleteAuthor(runtime.db, idea.id);
  return ok(undefined);
}
