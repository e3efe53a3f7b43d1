/** When an attempt may begin, until when it runs, and where it stands. Times are the server's. */
import type { Instant } from '#platform/clock.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import type { Event } from './wire.ts';
import { SUBMIT } from './wire.ts';

export const quizStates = ['draft', 'submitted', 'published', 'closed', 'cancelled'] as const;
export type QuizState = (typeof quizStates)[number];

/** What the books say about a ticket when its phone wants to begin. */
export type StartFacts = {
  quizState: QuizState;
  voided: boolean;
  opens: Instant;
  closes: Instant;
  /** Minutes; null: until the sitting closes. */
  limit: number | null;
  extra: number;
  allowed: number | null;
  /** State of the attempt before this one; null: there is none. */
  previous: string | null;
};
export type Begun = { startedAt: Instant; deadline: Instant; offlineMs: number };

const MINUTE_MS = 60_000;

/** At most the end of the sitting; whoever gets more minutes gets them after that end too. */
export function deadlineOf(startedAt: Instant, { closes, limit, extra }: Pick<StartFacts, 'closes' | 'limit' | 'extra'>): Instant {
  const end = limit === null ? closes.getTime() : Math.min(startedAt.getTime() + limit * MINUTE_MS, closes.getTime());
  return new Date(end + extra * MINUTE_MS);
}

/**
 * @param elapsed how long ago the device began, ms by its stopwatch. It began `elapsed` before now, never before the
 *   sitting opened, and within it: what a device says can only bring the deadline nearer.
 * Problems: `quiz.cancelled`, `quiz.closed`, `ticket.voided`, `sitting.early` {seconds}, `sitting.over`, `attempt.many`,
 * `attempt.previous`.
 */
export function begin(facts: StartFacts, ordinal: number, { now, elapsed }: { now: Instant; elapsed: number }): Result<Begun> {
  if (facts.quizState === 'cancelled') return problem('quiz.cancelled');
  if (facts.quizState !== 'published' && facts.quizState !== 'closed') return problem('quiz.closed');
  if (facts.voided) return problem('ticket.voided');
  if (now < facts.opens) return problem('sitting.early', { seconds: Math.ceil((facts.opens.getTime() - now.getTime()) / 1_000) });
  const startedAt = new Date(Math.max(now.getTime() - elapsed, facts.opens.getTime()));
  if (startedAt > facts.closes) return problem('sitting.over');
  if (facts.allowed !== null && ordinal > facts.allowed) return problem('attempt.many', { allowed: facts.allowed });
  if (ordinal > 1 && (facts.previous === null || facts.previous === 'open')) return problem('attempt.previous');
  return ok({ startedAt, deadline: deadlineOf(startedAt, facts), offlineMs: now.getTime() - startedAt.getTime() });
}

/** Highest seq below which nothing is missing. */
export function contiguous(seqs: Iterable<number>): number {
  const known = new Set(seqs);
  let top = 0;
  while (known.has(top + 1)) top += 1;
  return top;
}

/** By item, the answer with the greatest seq; a cleared one is null. The submit is none. */
export function finalsOf<E extends Pick<Event, 'item' | 'seq'>>(events: Iterable<E>): Map<number, E> {
  const finals = new Map<number, E>();
  for (const event of events) {
    if (event.item === SUBMIT) continue;
    const known = finals.get(event.item);
    if (!known || known.seq < event.seq) finals.set(event.item, event);
  }
  return finals;
}

/** The place of the first submit of an epoch; what was written after it does not count. */
export const submitSeq = (events: Iterable<Pick<Event, 'item' | 'seq'>>): number | null => {
  let first: number | null = null;
  for (const { item, seq } of events) if (item === SUBMIT && (first === null || seq < first)) first = seq;
  return first;
};
