import type { Day } from '#platform/clock.ts';
import { isOpen, may, type Outcome, type State } from './states.ts';

/** An idea that was withdrawn or put away is nobody's to answer. */
type Answerable = {
  state: State;
  leadBody: number | null;
  answeredAt: Date | null;
  withdrawnAt: Date | null;
  quarantinedAt: Date | null;
};

/**
 * May an answer be written? A closed idea only when an agency has answered it before: then the new answer corrects
 * or continues the old one. What the reception refused is not answered but reopened.
 */
export const mayBeAnswered = (idea: Answerable): boolean =>
  idea.leadBody !== null &&
  !idea.withdrawnAt &&
  !idea.quarantinedAt &&
  may('answer', idea.state) &&
  (isOpen(idea.state) || idea.answeredAt !== null);

/** May the deadline of the answer be moved? Only a body at work on it extends it. */
export const mayBeExtended = (idea: Answerable & { answerDue: Day | null }): boolean =>
  mayBeAnswered(idea) && may('extend', idea.state) && idea.answerDue !== null;

/** What is promised may be reported on as long as the promise stands. */
export const mayReport = (idea: Answerable): boolean =>
  idea.leadBody !== null && !idea.withdrawnAt && !idea.quarantinedAt && may('milestone', idea.state);

/** Two persons stand behind every published word: whoever wrote any part of a draft does not approve it. */
export const isWriter = (draft: { draftedBy: string; writtenBy: readonly string[] }, personId: string): boolean =>
  draft.draftedBy === personId || draft.writtenBy.includes(personId);

/** Only what is taken up has milestones; those noted before the outcome was changed are not published. */
export const promised = <M>(outcome: Outcome, milestones: readonly M[]): readonly M[] =>
  outcome === 'adopted' ? milestones : [];

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
