import type { Problem } from '#platform/result.ts';
import type { Translate } from '#platform/words/translate.ts';

/** What is wrong and what to do; problems of signing in and proofs have their words in the module `people`. */
export function explain(t: Translate, { code, values }: Pick<Problem, 'code' | 'values'>): string {
  const keys = [`quizzes.desk.problem.${code}`, `quizzes.problem.${code}`, `people.desk.problem.${code}`];
  return t.dynamic(keys.find((key) => t.has(key)) ?? `people.problem.${code}`, values);
}

/** Problems as the summary and the fields of a form show them. */
export const errorsOf = (t: Translate, problems: readonly Problem[] = []) => ({
  list: problems.map((each) => ({ field: each.field, message: explain(t, each) })),
  at: (field: string): string | undefined => {
    const found = problems.find((each) => each.field === field);
    return found && explain(t, found);
  },
});
