import { endOf, dayOf, type Day, type Instant } from '#platform/clock.ts';
import { dueCalendarDay, dueDay, type Calendar } from '#platform/calendar/working-days.ts';

export const kinds = ['export', 'correct', 'erase'] as const;
export type Kind = (typeof kinds)[number];
export const isKind = (text: string): text is Kind => (kinds as readonly string[]).includes(text);

/**
 * - `received` waits for an officer; `acknowledged` somebody has taken it up
 * - `approved` an erasure that was agreed to and waits for its day (or a copy that is being made)
 * - `done`, `refused`, `taken_back` are the ends
 */
export type State = 'received' | 'acknowledged' | 'approved' | 'done' | 'refused' | 'taken_back';
export const isOpen = (state: State): boolean => state === 'received' || state === 'acknowledged' || state === 'approved';

/** Working days within which an officer says that the request has arrived. */
export const ACKNOWLEDGE_DAYS = 2;
/** Days within which it is done: 10 for a copy or a correction, 20 for an erasure. */
export const DONE_DAYS: Readonly<Record<Kind, number>> = { export: 10, correct: 10, erase: 20 };
/** Days during which a person can think again before anything is erased. */
export const THINK_AGAIN_DAYS = 7;

export type Deadlines = { acknowledgeDue: Day; doneDue: Day; calendarVersion: number; notBefore: Instant | null };

/**
 * Terms of a request (Law 91/2025/QH15, Decree 356/2025/NĐ-CP; a lawyer confirms before go-live). The day of receipt
 * does not count; the second term is of plain days and ends on a working day (Civil Code 2015, articles 147, 148).
 */
export function deadlinesOf(kind: Kind, askedAt: Instant, calendar: Calendar): Deadlines {
  const acknowledgeDue = dueDay(askedAt, ACKNOWLEDGE_DAYS, calendar);
  const doneDue = dueCalendarDay(askedAt, DONE_DAYS[kind], calendar);
  return {
    acknowledgeDue,
    // Around Tết two working days can be more than ten plain ones.
    doneDue: doneDue < acknowledgeDue ? acknowledgeDue : doneDue,
    calendarVersion: calendar.version,
    notBefore: kind === 'erase' ? new Date(askedAt.getTime() + THINK_AGAIN_DAYS * 86_400_000) : null,
  };
}

/** The deadline that counts next; undefined when nothing is awaited any more. */
export function nextDue(request: { state: State; acknowledgeDue: Day; doneDue: Day }): Day | undefined {
  if (!isOpen(request.state)) return undefined;
  return request.state === 'received' ? request.acknowledgeDue : request.doneDue;
}

export const isOverdue = (request: { state: State; acknowledgeDue: Day; doneDue: Day }, now: Instant): boolean => {
  const due = nextDue(request);
  return due !== undefined && now > endOf(due);
};

export const isErasable = ({ notBefore }: { notBefore: Instant | null }, now: Instant): boolean =>
  notBefore !== null && now >= notBefore;

export type Step = 'acknowledge' | 'approve' | 'do' | 'refuse' | 'take_back';

/**
 * What may be done with a request as it stands. An erasure is approved first and done when its days have passed; a
 * person can take back whatever has not been done.
 */
export function allows(step: Step, { kind, state }: { kind: Kind; state: State }): boolean {
  switch (step) {
    case 'acknowledge':
      return state === 'received';
    case 'approve':
      return kind === 'erase' && (state === 'received' || state === 'acknowledged');
    case 'do':
      return kind === 'erase' ? state === 'approved' : isOpen(state);
    case 'refuse':
      return kind !== 'export' && isOpen(state);
    case 'take_back':
      return isOpen(state);
  }
}

/** Legal reasons for which a request may be refused; words `privacy.refusal.<code>`. */
export const refusals = ['law_keeps', 'public_record', 'not_yours', 'already_right', 'not_proven'] as const;
export type Refusal = (typeof refusals)[number];

export const fields = ['name', 'email', 'phone', 'other'] as const;
export type CorrectField = (typeof fields)[number];

/** "In so many days", for lists. */
export const dueIn = (due: Day, now: Instant): number =>
  Math.round((Date.parse(`${due}T00:00:00Z`) - Date.parse(`${dayOf(now)}T00:00:00Z`)) / 86_400_000);
