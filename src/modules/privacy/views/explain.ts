import type { ProofWanted } from '#modules/people/index.server.ts';
import type { Problem } from '#platform/result.ts';
import type { Translate } from '#platform/words/translate.ts';
import type { Tone } from '#ui/tone.ts';
import type { State } from '../rules/requests.ts';

export type Again = { problems: Problem[]; typed?: Record<string, string>; form?: string; wanted?: ProofWanted };

/** What is wrong and what to do; what only officers meet has words of the desk. */
export function explain(t: Translate, { code, values }: Pick<Problem, 'code' | 'values'>): string {
  if (code.startsWith('proof.')) return t.dynamic(`people.problem.${code}`, values);
  const key = `privacy.problem.${code}`;
  return t.dynamic(t.has(key) ? key : `privacy.desk.problem.${code}`, values);
}

export const errorOf = (t: Translate, again: Again | null, field: string): string | undefined => {
  const found = again?.problems.find((each) => each.field === field);
  return found && explain(t, found);
};

/** For the summary at the top of a form that came back. */
export const summaryOf = (t: Translate, again: Again | null): { field?: string | undefined; message: string }[] =>
  (again?.problems ?? []).map((each) => ({ field: each.field, message: explain(t, each) }));

export const stateTone: Record<State, Tone> = {
  received: 'wait',
  acknowledged: 'info',
  approved: 'info',
  done: 'good',
  refused: 'plain',
  taken_back: 'plain',
};
