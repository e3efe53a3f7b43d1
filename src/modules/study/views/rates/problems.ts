import type { Problem } from '#platform/result.ts';
import type { Translate } from '#platform/words/translate.ts';

/** Problems as the summary and the fields show them; those of a proof have their words in the module `people`. */
export const errorsOf = (t: Translate, problems: readonly Problem[] = []) => {
  const explain = ({ code, values }: Problem): string => {
    const keys = [`study.desk.problem.${code}`, `study.problem.${code}`];
    return t.dynamic(keys.find((key) => t.has(key)) ?? `people.problem.${code}`, values);
  };
  return {
    list: problems.map((each) => ({ field: each.field, message: explain(each) })),
    at: (field: string): string | undefined => {
      const found = problems.find((each) => each.field === field);
      return found && explain(found);
    },
  };
};
