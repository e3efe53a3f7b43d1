import { describe, expect, it } from 'vitest';
import { nextOf, type Underway } from './next.ts';
import { states } from './states.ts';

const idea: Underway = {
  state: 'received',
  admissibleDue: '2026-11-27',
  answerDue: null,
  answered: false,
  withdrawn: false,
  quarantined: false,
  appealOpen: false,
};
const today = '2026-11-23';

describe('what happens next', () => {
  it('names the day by which the author hears back while somebody owes an answer', () => {
    expect(nextOf(idea, today)).toEqual({ key: 'received', due: '2026-11-27' });
    const routed: Underway = { ...idea, state: 'routed', answerDue: '2026-12-23' };
    expect(nextOf(routed, today)).toEqual({ key: 'routed', due: '2026-12-23' });
    expect(nextOf({ ...idea, state: 'asked', answerDue: '2026-12-23' }, today).due).toBeNull();
  });

  it('says so when the day has passed, and not on the day itself', () => {
    expect(nextOf({ ...idea, admissibleDue: today }, today).key).toBe('received');
    expect(nextOf({ ...idea, admissibleDue: '2026-11-22' }, today).key).toBe('late');
    expect(nextOf({ ...idea, state: 'appraising', answerDue: '2026-11-22' }, today).key).toBe('late');
    expect(nextOf({ ...idea, state: 'appraising', answerDue: '2026-11-22', answered: true }, today).key).toBe('appraising');
  });

  it('puts what stops everything first', () => {
    for (const state of states) {
      const all = { ...idea, state, appealOpen: true, withdrawn: true, quarantined: true };
      expect(nextOf(all, today).key).toBe('quarantined');
      expect(nextOf({ ...all, quarantined: false }, today).key).toBe('withdrawn');
      expect(nextOf({ ...all, quarantined: false, withdrawn: false }, today)).toEqual({ key: 'appeal', due: null });
    }
  });
});
