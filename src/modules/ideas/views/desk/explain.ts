import type { Problem } from '#platform/result.ts';
import type { Translate } from '#platform/words/translate.ts';

/** What is wrong and what to do: in the desk's own words where it has some, otherwise as on public forms. */
export function explain(t: Translate, { code, values }: Problem): string {
  const own = `ideas.desk.problem.${code}`;
  // Who one is, is asked in the words of the people module.
  const others = code.startsWith('proof.') ? `people.problem.${code}` : `ideas.problem.${code}`;
  return t.dynamic(t.has(own) ? own : others, values);
}
