import type { Problem } from '#platform/result.ts';
import type { Translate } from '#platform/words/translate.ts';

/** Problems of this module as the summary and the fields of a form show them. @param fallback field of those without one */
export function explain(t: Translate, problems: readonly Problem[] | undefined, fallback?: string) {
  const told = (problems ?? []).map((problem) => ({
    field: problem.field ?? fallback,
    message: t.dynamic(`people.problem.${problem.code}`, problem.values),
  }));
  return { told, of: (field: string) => told.find((each) => each.field === field)?.message };
}
