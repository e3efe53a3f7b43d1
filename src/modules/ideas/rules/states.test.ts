import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  after,
  forwardedAs,
  isOpen,
  isOutcome,
  isRefusalReason,
  isState,
  may,
  mayTake,
  states,
  stepKinds,
  visibility,
  type State,
  type StepKind,
} from './states.ts';

/** The table of the product, written a second time by hand: from each state, what is possible and where it leads. */
const table: Record<State, Partial<Record<StepKind, State>>> = {
  received: {
    accept: 'considering', ask: 'asked', route: 'routed', refuse: 'out_of_scope', mark_duplicate: 'duplicate',
    reword: 'received', withdraw: 'received', reclassify: 'out_of_scope', escalate: 'received', rehome: 'received',
  },
  considering: {
    ask: 'asked', route: 'routed', answer: 'considering', refuse: 'out_of_scope', mark_duplicate: 'duplicate',
    reword: 'considering', withdraw: 'considering', reclassify: 'out_of_scope', escalate: 'considering', rehome: 'considering',
  },
  asked: { reply: 'considering', refuse: 'out_of_scope', withdraw: 'asked', reclassify: 'out_of_scope', rehome: 'asked' },
  routed: {
    ask: 'asked', route: 'routed', appraise: 'appraising', answer: 'routed', refuse: 'out_of_scope', reword: 'routed',
    extend: 'routed', withdraw: 'routed', reclassify: 'out_of_scope', escalate: 'routed', rehome: 'routed',
  },
  appraising: {
    ask: 'asked', route: 'routed', answer: 'appraising', refuse: 'out_of_scope', reword: 'appraising',
    extend: 'appraising', withdraw: 'appraising', reclassify: 'out_of_scope', escalate: 'appraising', rehome: 'appraising',
  },
  adopted: { milestone: 'adopted', confirm: 'adopted', answer: 'adopted', escalate: 'adopted', rehome: 'adopted', uphold: 'adopted' },
  noted: { reopen: 'considering', appeal: 'noted', uphold: 'noted', answer: 'noted' },
  out_of_scope: { reopen: 'considering', appeal: 'out_of_scope', uphold: 'out_of_scope', answer: 'out_of_scope' },
  duplicate: { reopen: 'considering', appeal: 'duplicate', uphold: 'duplicate' },
};
/** In every state. */
const always: Partial<Record<StepKind, 'same'>> = { quarantine: 'same', release: 'same', hand_over: 'same', cluster: 'same' };

const standing = { publishedAt: null, withdrawnAt: null, quarantinedAt: null, erasedAt: null };
const day = new Date('2026-11-23T02:00:00Z');
const aState = fc.constantFrom(...states);
const aStep = fc.constantFrom(...stepKinds);

describe('transitions', () => {
  it.each(states.map((state) => [state]))('from %s lead where the table says, and nowhere else', (state) => {
    for (const step of stepKinds) {
      const expected = always[step] ? state : table[state][step];
      expect([step, after(step, state)]).toEqual([step, expected]);
      expect(may(step, state)).toBe(expected !== undefined);
    }
  });

  it('return after a reply to the state in which the author was asked', () => {
    for (const state of ['received', 'considering', 'routed', 'appraising'] as const) {
      expect(after('reply', 'asked', state)).toBe(state);
    }
  });

  it('lead from every open state to an end, so that nobody waits for ever', () => {
    for (const start of states.filter(isOpen)) {
      const seen = new Set<State>([start]);
      for (const state of seen) for (const step of stepKinds) {
        const next = after(step, state);
        if (next && !seen.has(next)) seen.add(next);
      }
      expect([...seen].some((state) => !isOpen(state))).toBe(true);
    }
  });

  it('never lead out of the nine states', () => {
    fc.assert(
      fc.property(aState, fc.array(aStep, { maxLength: 30 }), (start, walk) => {
        let state: State = start;
        for (const step of walk) state = after(step, state) ?? state;
        return isState(state);
      }),
    );
  });
});

describe('what is possible', () => {
  it('is nothing once an idea was erased', () => {
    fc.assert(fc.property(aState, aStep, (state, step) => !mayTake(step, { ...standing, state, erasedAt: day })));
  });

  it('is release and hand-over in quarantine, and neither outside of it', () => {
    for (const state of states) for (const step of stepKinds) {
      const custody = step === 'release' || step === 'hand_over';
      expect(mayTake(step, { ...standing, state, quarantinedAt: day })).toBe(custody);
      if (custody) expect(mayTake(step, { ...standing, state })).toBe(false);
    }
  });

  it('is quarantine only after the author took the idea back', () => {
    for (const state of states) for (const step of stepKinds) {
      expect(mayTake(step, { ...standing, state, withdrawnAt: day })).toBe(step === 'quarantine');
    }
  });

  it('is otherwise what the transitions allow', () => {
    for (const state of states) for (const step of stepKinds) {
      if (step === 'release' || step === 'hand_over') continue;
      expect(mayTake(step, { ...standing, state })).toBe(may(step, state));
    }
  });
});

describe('what a stranger sees', () => {
  const shown = (state: State, change: Partial<typeof standing> | Record<string, Date>) =>
    visibility({ ...standing, state, ...change });

  it('is never nothing', () => {
    expect(shown('received', {})).toBe('waiting');
    expect(shown('considering', { publishedAt: day })).toBe('public');
    expect(shown('out_of_scope', {})).toBe('tombstone');
    expect(shown('out_of_scope', { publishedAt: day })).toBe('public');
    expect(shown('duplicate', {})).toBe('tombstone');
    expect(shown('duplicate', { publishedAt: day })).toBe('public');
  });

  it('is a tombstone in every state when the idea was withdrawn or locked away', () => {
    for (const state of states) {
      expect(shown(state, { publishedAt: day, withdrawnAt: day })).toBe('tombstone');
      expect(shown(state, { publishedAt: day, quarantinedAt: day })).toBe('tombstone');
    }
  });
});

it('knows its own words and no others', () => {
  expect([isState('routed'), isState('Routed'), isState(undefined)]).toEqual([true, false, false]);
  expect([isOutcome('noted'), isOutcome('duplicate')]).toEqual([true, false]);
  expect([isRefusalReason('advertising'), isRefusalReason('constructor')]).toEqual([true, false]);
  expect(Object.keys(forwardedAs)).toEqual(['request', 'complaint']);
});
