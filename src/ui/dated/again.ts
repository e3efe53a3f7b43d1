/** A form about a dated tree that came back, and the words for what is wrong in it. */
import type { Problem } from '#platform/result.ts';
import type { Translate } from '#platform/words/translate.ts';
import { dayText } from '../time.ts';

export type Again = { problems: Problem[]; typed?: Record<string, string>; form?: string };

/** What is wrong and what to do: in the words of the module, else in those that all trees share. */
export function explain(t: Translate, module: string, { code, values }: Problem): string {
  const told = values?.day === undefined ? values : { ...values, day: dayText(String(values.day)) };
  const own = [`${module}.desk.problem.${code}`, `${module}.problem.${code}`].find((key) => t.has(key));
  return t.dynamic(own ?? `ui.desk.dated.problem.${code}`, told);
}

export function messageOf(t: Translate, module: string, again: Again | null, field: string): string | undefined {
  const found = again?.problems.find((each) => each.field === field);
  return found && explain(t, module, found);
}

/** Several forms of a page share names of fields, so their ids begin with the form; a day's name is one form's alone. */
const days = ['on', 'since', 'from', 'version'];
const idOf = (form: string | undefined, field: string): string => (days.includes(field) ? field : `${form}-${field}`);

/** Every problem for the summary above the form; those of a field lead to it. */
export const summaryOf = (t: Translate, module: string, again: Again | null) =>
  (again?.problems ?? []).map((each) => ({ field: each.field && idOf(again?.form, each.field), message: explain(t, module, each) }));
