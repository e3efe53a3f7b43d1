/** When a person sees what was right. */
import type { QuizState } from './attempt.ts';

export type ExplainTerms = { explanations: 'answered' | 'submitted' | 'closed' | 'never'; mode: 'practice' | 'test' | 'contest'; state: QuizState };

/**
 * @param answered the item has an answer. While an attempt is open only a practice explains, and only what was answered:
 *   elsewhere `answered` means as soon as it is handed in
 */
export function mayExplain({ explanations, mode, state }: ExplainTerms, attempt: 'open' | 'submitted' | 'closed', answered: boolean): boolean {
  switch (explanations) {
    case 'answered':
      return attempt !== 'open' || (mode === 'practice' && answered);
    case 'submitted':
      return attempt !== 'open';
    case 'closed':
      return state === 'closed' && attempt !== 'open';
    default:
      return false;
  }
}
