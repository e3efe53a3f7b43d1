import type { Day } from '#platform/clock.ts';
import type { Problem } from '#platform/result.ts';
import type { Translate } from '#platform/words/translate.ts';
import type { Tone } from '#ui/tone.ts';
import type { ImportState } from '../rules/import.ts';

/** `05/03/2024` in every language: in Viet Nam the day comes first. */
export const dayLabel = (day: Day): string => `${day.slice(8)}/${day.slice(5, 7)}/${day.slice(0, 4)}`;

/** What is wrong and what to do. */
export function explain(t: Translate, { code, values }: Pick<Problem, 'code' | 'values'>): string {
  const told = values?.day === undefined ? values : { ...values, day: dayLabel(String(values.day)) };
  return t.dynamic(`members.desk.problem.${code}`, told);
}

export type Again = { problems: Problem[]; typed?: Record<string, string>; form?: string };

export const errorOf = (t: Translate, problems: readonly Problem[] | undefined, field: string): string | undefined => {
  const found = problems?.find((each) => each.field === field);
  return found && explain(t, found);
};

export const stateTone: Record<ImportState, Tone> = {
  reading: 'info',
  refused: 'late',
  mapping: 'wait',
  checking: 'info',
  checked: 'wait',
  applying: 'info',
  done: 'good',
  cancelled: 'plain',
};
