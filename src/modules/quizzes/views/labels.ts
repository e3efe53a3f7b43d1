import type { Tone } from '#ui/tone.ts';
import type { QuizState } from '../rules/attempt.ts';

export const stateTone: Record<QuizState, Tone> = { draft: 'plain', submitted: 'wait', published: 'good', closed: 'info', cancelled: 'late' };
