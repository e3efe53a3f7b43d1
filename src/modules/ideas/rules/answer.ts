import { daysBetween, type Day } from '#platform/clock.ts';
import { isOpen, mayTake, type Outcome, type Standing } from './states.ts';

type Answerable = Standing & { erasedAt: Date | null; leadBody: number | null; answeredAt: Date | null };

/** Characters that the texts of an agency may have, and how many milestones an answer. */
export const answerLimits = {
  text: 10_000,
  note: 2_000,
  reason: 1_000,
  title: 200,
  signer: 150,
  milestones: 20,
} as const;
/** An answer that takes nothing up says why, and what would have to change: that does not fit into a line. */
export const LEAST_REASONS = 80;
/** A promise or an extension beyond this is a slip of the keyboard. */
const FARTHEST_DAYS = 3_660;
const FARTHEST_EXTENSION_DAYS = 366;

/** What everybody reads at once: asks for a fresh proof of who one is. Drafts and their way to approval do not. */
export const isAnswerPublishing = (act: string): boolean => ['publish', 'extend', 'done', 'move'].includes(act);

/**
 * May an answer be written? A closed idea only when an agency has answered it before: then the new answer corrects
 * or continues the old one. What the reception refused is not answered but reopened.
 */
export const mayBeAnswered = (idea: Answerable): boolean =>
  idea.leadBody !== null && mayTake('answer', idea) && (isOpen(idea.state) || idea.answeredAt !== null);

/** May the deadline of the answer be moved? Only a body at work on it extends it. */
export const mayBeExtended = (idea: Answerable & { answerDue: Day | null }): boolean =>
  idea.leadBody !== null && idea.answerDue !== null && mayTake('extend', idea);

/** What is promised is reported on as long as the promise stands. */
export const mayReport = (idea: Answerable): boolean => idea.leadBody !== null && mayTake('milestone', idea);

/** Two persons stand behind every published word: whoever wrote any part of a draft does not approve it. */
export const isWriter = (draft: { draftedBy: string; writtenBy: readonly string[] }, personId: string): boolean =>
  draft.draftedBy === personId || draft.writtenBy.includes(personId);

/** Only what is taken up has milestones; those noted before the outcome was changed are not published. */
export const promised = <M>(outcome: Outcome, milestones: readonly M[]): readonly M[] =>
  outcome === 'adopted' ? milestones : [];

/** What is wrong with a day by which something is promised; undefined when nothing is. */
export function promiseFault(due: Day, today: Day): 'due.past' | 'due.far' | undefined {
  const days = daysBetween(today, due);
  return days <= 0 ? 'due.past' : days > FARTHEST_DAYS ? 'due.far' : undefined;
}

export type ExtensionFault = 'due.past' | 'due.notLater' | 'due.far' | 'due.dayOff';

/** An extension leads to a working day after today and after the day that it replaces, within a year of it. */
export function extensionFault(
  to: Day,
  from: Day,
  today: Day,
  isWorkingDay: (day: Day) => boolean,
): ExtensionFault | undefined {
  if (to <= today) return 'due.past';
  if (to <= from) return 'due.notLater';
  if (daysBetween(from > today ? from : today, to) > FARTHEST_EXTENSION_DAYS) return 'due.far';
  return isWorkingDay(to) ? undefined : 'due.dayOff';
}

/** What a ledger entry of an answer commits to; `verify-ledger` reads the same from today's rows. */
export const answeredContent = (answer: {
  text: string;
  outcome: Outcome;
  signerName: string;
  signerTitle: string;
  milestones: readonly { title: string; promisedOn: Day }[];
}) => ({
  text: answer.text,
  outcome: answer.outcome,
  signer: { name: answer.signerName, title: answer.signerTitle },
  milestones: answer.milestones.map(({ title, promisedOn }) => ({ title, due: promisedOn })),
});
