import type { Tone } from '#ui/tone.ts';
import type { QuizState } from '../rules/attempt.ts';
import type { WindowStanding } from '../rules/window.ts';

export const stateTone: Record<QuizState, Tone> = { draft: 'plain', submitted: 'wait', published: 'good', closed: 'info', cancelled: 'late' };
export const standingTone: Record<WindowStanding, Tone> = { soon: 'wait', open: 'good', over: 'info', cancelled: 'late' };
