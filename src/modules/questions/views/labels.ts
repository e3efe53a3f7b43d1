import { compareVi } from '#platform/text/collation.ts';
import type { Problem } from '#platform/result.ts';
import type { Translate } from '#platform/words/translate.ts';
import type { Tone } from '#ui/tone.ts';
import type { VersionState } from '../rules/bank.ts';

/** What is wrong and what to do. */
export const explain = (t: Translate, { code, values }: Pick<Problem, 'code' | 'values'>): string =>
  t.dynamic(`questions.desk.problem.${code}`, values);

export const stateTone: Record<VersionState, Tone> = { draft: 'plain', submitted: 'wait', approved: 'good' };

export const errorsOf = (t: Translate, problems: readonly Problem[] = []) => ({
  list: problems.map((each) => ({ field: each.field, message: explain(t, each) })),
  at: (field: string): string | undefined => {
    const found = problems.find((each) => each.field === field);
    return found && explain(t, found);
  },
});

/** A figure as it is typed into a form: "0,5". */
export const decimal = (value: number): string => String(value).replace('.', ',');

/** In an order that says nothing about which is right. */
export const sortViet = (texts: readonly string[]): string[] => [...new Set(texts)].sort(compareVi);
