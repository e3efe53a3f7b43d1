/** The nine states that a person sees. The words are in `words/*.json` under `state.`. */
export const states = [
  'received',
  'considering',
  'asked',
  'routed',
  'appraising',
  'adopted',
  'noted',
  'out_of_scope',
  'duplicate',
] as const;
export type State = (typeof states)[number];
export const isState = (value: unknown): value is State => states.includes(value as State);

/** States in which somebody still owes the author something. */
export const openStates: readonly State[] = ['received', 'considering', 'asked', 'routed', 'appraising'];
export const isOpen = (state: State): boolean => openStates.includes(state);

/** What can happen to an idea. Each becomes a row of its timeline. */
export const stepKinds = [
  'receive',
  'accept',
  'ask',
  'reply',
  'route',
  'appraise',
  'answer',
  'refuse',
  'mark_duplicate',
  'reopen',
  'reword',
  'cluster',
  'extend',
  'milestone',
  'confirm',
  'appeal',
  'uphold',
  'withdraw',
  'quarantine',
  'release',
  'hand_over',
  'reclassify',
  'remind',
  'escalate',
  'rehome',
] as const;
export type StepKind = (typeof stepKinds)[number];

type Transition = { from: readonly State[]; to: State | 'same' | 'return' };

/**
 * Which step is allowed in which state, and where it leads. `return` goes back to the state in which the author was
 * asked. Everything that is not listed is refused.
 */
const transitions: Partial<Record<StepKind, Transition>> = {
  accept: { from: ['received'], to: 'considering' },
  ask: { from: ['received', 'considering', 'routed', 'appraising'], to: 'asked' },
  reply: { from: ['asked'], to: 'return' },
  route: { from: ['received', 'considering', 'routed', 'appraising'], to: 'routed' },
  appraise: { from: ['routed'], to: 'appraising' },
  // Also of an answered idea: a published answer is never changed, only followed by another one.
  answer: { from: ['considering', 'routed', 'appraising', 'adopted', 'noted', 'out_of_scope'], to: 'same' },
  refuse: { from: ['received', 'considering', 'asked', 'routed', 'appraising'], to: 'out_of_scope' },
  mark_duplicate: { from: ['received', 'considering'], to: 'duplicate' },
  reopen: { from: ['out_of_scope', 'duplicate', 'noted'], to: 'considering' },
  reword: { from: ['received', 'considering', 'routed', 'appraising'], to: 'same' },
  extend: { from: ['routed', 'appraising'], to: 'same' },
  milestone: { from: ['adopted'], to: 'same' },
  confirm: { from: ['adopted'], to: 'same' },
  appeal: { from: ['out_of_scope', 'duplicate', 'noted'], to: 'same' },
  // Also of an adopted idea: the agency may have come round while the appeal against its first answer was open.
  uphold: { from: ['out_of_scope', 'duplicate', 'noted', 'adopted'], to: 'same' },
  withdraw: { from: ['received', 'considering', 'asked', 'routed', 'appraising'], to: 'same' },
  reclassify: { from: ['received', 'considering', 'asked', 'routed', 'appraising'], to: 'out_of_scope' },
  quarantine: { from: states, to: 'same' },
  release: { from: states, to: 'same' },
  hand_over: { from: states, to: 'same' },
  cluster: { from: states, to: 'same' },
  escalate: { from: ['received', 'considering', 'routed', 'appraising', 'adopted'], to: 'same' },
  // The body that had it was closed, and another one goes on with it.
  rehome: { from: [...openStates, 'adopted'], to: 'same' },
};

export const may = (step: StepKind, state: State): boolean => transitions[step]?.from.includes(state) ?? false;

/** @returns the state after the step, or undefined when the step is not allowed in this state */
export function after(step: StepKind, state: State, returnState: State | null = null): State | undefined {
  const transition = transitions[step];
  if (!transition?.from.includes(state)) return undefined;
  if (transition.to === 'same') return state;
  if (transition.to === 'return') return returnState ?? 'considering';
  return transition.to;
}

/** How an agency answers; each is the state that the idea then has. */
export const outcomes = ['adopted', 'noted', 'out_of_scope'] as const;
export type Outcome = (typeof outcomes)[number];
export const isOutcome = (value: unknown): value is Outcome => outcomes.includes(value as Outcome);

/** Why an idea is not taken up; the author and the public read the words, and the report counts the codes. */
export const refusalReasons = [
  'not_a_proposal',
  'beyond_competence',
  'request',
  'complaint',
  'personal_data',
  'unlawful_content',
  'advertising',
  'no_reply',
] as const;
export type RefusalReason = (typeof refusalReasons)[number];
export const isRefusalReason = (value: unknown): value is RefusalReason =>
  refusalReasons.includes(value as RefusalReason);
/** An officer may send a matter on; a denunciation goes another way (quarantine). */
export const forwardedAs: Partial<Record<RefusalReason, true>> = { request: true, complaint: true };

export type Standing = {
  state: State;
  publishedAt: Date | null;
  withdrawnAt: Date | null;
  quarantinedAt: Date | null;
};

/** All that can still be done with an idea that its author took back, or that is locked away. */
const whenWithdrawn: readonly StepKind[] = ['quarantine'];
const whenQuarantined: readonly StepKind[] = ['release', 'hand_over'];

/**
 * May this step be taken now? The state alone does not say: a withdrawn idea is not decided any more, a
 * quarantined one is only released or handed over, and of an erased one nothing is left to decide.
 */
export function mayTake(step: StepKind, idea: Standing & { erasedAt: Date | null }): boolean {
  if (idea.erasedAt) return false;
  if (idea.quarantinedAt) return whenQuarantined.includes(step);
  if (whenQuarantined.includes(step)) return false;
  if (idea.withdrawnAt && !whenWithdrawn.includes(step)) return false;
  return may(step, idea.state);
}

export type Visibility = 'public' | 'waiting' | 'tombstone';

/**
 * What a stranger sees at the idea's address: the idea, a line that it waits for reception, or a tombstone with the
 * reason. Never nothing.
 */
export function visibility(idea: Standing): Visibility {
  if (idea.quarantinedAt || idea.withdrawnAt) return 'tombstone';
  if (idea.state === 'out_of_scope' && !idea.publishedAt) return 'tombstone';
  if (idea.state === 'duplicate' && !idea.publishedAt) return 'tombstone';
  return idea.publishedAt ? 'public' : 'waiting';
}
