import type { Day } from '#platform/clock.ts';
import type { State } from './states.ts';

/** What the next step of an idea hangs on. */
export type Underway = {
  state: State;
  admissibleDue: Day;
  answerDue: Day | null;
  answered: boolean;
  withdrawn: boolean;
  quarantined: boolean;
  appealOpen: boolean;
};
/** `key` names the sentence `next.<key>`; `due` is the day by which the author hears back, null when nobody owes. */
export type Next = { key: NextKey; due: Day | null };
export type NextKey = State | 'late' | 'appeal' | 'withdrawn' | 'quarantined';

const waitsForAnswer: readonly State[] = ['considering', 'routed', 'appraising'];

/** What happens next and when the author hears back: said on the tracking page and in mails alike. */
export function nextOf(idea: Underway, today: Day): Next {
  if (idea.quarantined) return { key: 'quarantined', due: null };
  if (idea.withdrawn) return { key: 'withdrawn', due: null };
  if (idea.appealOpen) return { key: 'appeal', due: null };
  const { state } = idea;
  if (state === 'received') {
    return { key: idea.admissibleDue < today ? 'late' : state, due: idea.admissibleDue };
  }
  if (!waitsForAnswer.includes(state) || idea.answered) return { key: state, due: null };
  const late = idea.answerDue !== null && idea.answerDue < today;
  return { key: late ? 'late' : state, due: idea.answerDue };
}
