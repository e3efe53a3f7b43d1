import type { Day } from '#platform/clock.ts';
import type { Translate } from '#platform/words/translate.ts';
import type { Tone } from '#ui/tone.ts';
import type { State } from '../rules/states.ts';

/** A colour family for each state; the word always stands beside it. */
export const stateTone: Record<State, Tone> = {
  received: 'info',
  considering: 'info',
  asked: 'wait',
  routed: 'info',
  appraising: 'wait',
  adopted: 'good',
  noted: 'plain',
  out_of_scope: 'plain',
  duplicate: 'plain',
};

/** "Đã chuyển Sở Y tế" says more than "Đã chuyển cơ quan". */
export const stateLabel = (t: Translate, state: State, leadBody: string | null): string =>
  state === 'routed' && leadBody ? t('ideas.state.routedTo', { body: leadBody }) : t.dynamic(`ideas.state.${state}`);

/** `2026-11-23` → `23/11/2026`, in every language: these are Vietnamese public papers. */
export const dayLabel = (day: Day): string => day.split('-').reverse().join('/');
