import type { Day } from '#platform/clock.ts';
import type { Problem } from '#platform/result.ts';
import type { Translate } from '#platform/words/translate.ts';
import type { VersionState } from '../rules/document.ts';
import type { OutlineNote } from '../rules/outline.ts';
import type { Tone } from '#ui/tone.ts';

const dayLabel = (day: Day): string => day.split('-').reverse().join('/');

/** What is wrong and what to do. */
export function explain(t: Translate, { code, values }: Pick<Problem, 'code' | 'values'>): string {
  // Who one is, is asked in the words of the people module.
  if (code.startsWith('proof.')) return t.dynamic(`people.problem.${code}`, values);
  const told = values?.day === undefined ? values : { ...values, day: dayLabel(String(values.day)) };
  return t.dynamic(`documents.desk.problem.${code}`, told);
}

export const noteText = (t: Translate, { code, ...values }: OutlineNote): string =>
  t.dynamic(`documents.desk.note.${code}`, values);

export const stateTone: Record<VersionState, Tone> = { draft: 'plain', submitted: 'wait', published: 'good' };
