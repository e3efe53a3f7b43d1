/** Whether a quiz can be answered now. */
import type { Instant } from '#platform/clock.ts';
import type { QuizState } from './attempt.ts';

export type Window = { opens: Instant; closes: Instant };
export type WindowStanding = 'soon' | 'open' | 'over' | 'cancelled';

/** Between two windows it is soon again. */
export function standingAt(state: QuizState, windows: readonly Window[], now: Instant): WindowStanding {
  if (state === 'cancelled') return 'cancelled';
  if (state === 'closed') return 'over';
  if (windows.some(({ opens, closes }) => opens <= now && now < closes)) return 'open';
  return windows.length === 0 || windows.some(({ opens }) => opens > now) ? 'soon' : 'over';
}
