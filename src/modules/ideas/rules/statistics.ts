import type { Instant } from '#platform/clock.ts';
import type { Quarter } from './quarters.ts';
import type { RefusalReason } from './states.ts';

/**
 * What became of the ideas that were received in a period, as it stands at the time of counting. Everything counts
 * ideas, never people. `received` = published + waiting + refused before publication + duplicates before
 * publication + withdrawn + handedOver.
 */
export type Figures = {
  /** Null: all periods together. */
  quarter: Quarter | null;
  received: number;
  /** Public today. */
  published: number;
  /** Not looked at by the reception yet. */
  waiting: number;
  /** Out of scope by a decision of the reception, published before or not. */
  refused: number;
  /** Of these, the ones that were never published. */
  refusedUnpublished: number;
  duplicates: number;
  duplicatesUnpublished: number;
  withdrawn: number;
  /** Not an idea by law and passed on as the law says; nothing of it is kept. */
  handedOver: number;
  /** Have a published first answer. */
  answered: number;
  onTime: number;
  late: number;
  /** Unanswered after the due day, while the clock runs. */
  overdue: number;
  /** Got at least one extension, with its reason in public. */
  extended: number;
  adopted: number;
  noted: number;
  /** The author's latest word. */
  confirmedDone: number;
  confirmedNotDone: number;
  /** Calendar days from receipt to the first answer, without the days that waited for the author. */
  medianDays: number | null;
  p90Days: number | null;
};

/** The work of one lead body on ideas received in the period; each passing-on counts. */
export type BodyFigures = {
  bodyId: number;
  /** Passed to it, first or later. */
  received: number;
  /** Passed on from it to another body before it had answered. */
  transferred: number;
  answered: number;
  onTime: number;
  /** With it now, unanswered. */
  waiting: number;
  overdue: number;
  /** Calendar days from when it got an idea to its answer, without the days that waited for the author. */
  medianDays: number | null;
  p90Days: number | null;
  /** The longest of those that wait now. */
  longestWaitDays: number | null;
};

export type ReasonCount = { reason: RefusalReason; count: number };

export type Statistics = {
  asOf: Instant;
  quarter: Quarter | null;
  figures: Figures;
  /** Every quarter from the first idea to today, oldest first. */
  quarters: Figures[];
  /** Most frequent first. */
  reasons: ReasonCount[];
  bodies: (BodyFigures & { body: string })[];
};

/** Share in percent with one decimal; null of nothing. */
export const share = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.round((part / whole) * 1000) / 10;

/**
 * Share answered on time among all that should have been answered by now: an idea that is overdue counts as missed,
 * or an agency would look better the less it answers.
 */
export const onTimeShare = ({ onTime, answered, overdue }: Pick<Figures, 'onTime' | 'answered' | 'overdue'>): number | null =>
  share(onTime, answered + overdue);

export const noFigures = (quarter: Quarter | null): Figures => ({
  quarter,
  received: 0,
  published: 0,
  waiting: 0,
  refused: 0,
  refusedUnpublished: 0,
  duplicates: 0,
  duplicatesUnpublished: 0,
  withdrawn: 0,
  handedOver: 0,
  answered: 0,
  onTime: 0,
  late: 0,
  overdue: 0,
  extended: 0,
  adopted: 0,
  noted: 0,
  confirmedDone: 0,
  confirmedNotDone: 0,
  medianDays: null,
  p90Days: null,
});
