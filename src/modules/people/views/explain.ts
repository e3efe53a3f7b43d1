import type { Problem } from '#platform/result.ts';
import { shortDate } from '#platform/text/format.ts';
import type { Translate } from '#platform/words/translate.ts';
import type { Tone } from '#ui/tone.ts';
import type { AccountState } from '../rules/accounts.ts';
import type { ProofWanted } from '../index.server.ts';
import type { DelegationState } from '../rules/delegation.ts';
import type { GrantState } from '../rules/grants.ts';

/** What a form of the desk brought back: which one, what was typed, what is wrong, and whom a name could mean. */
export type Again = {
  problems: Problem[];
  typed?: Record<string, string>;
  form?: string;
  candidates?: { id: string; name: string; signInName: string | null }[] | undefined;
  /** A fresh proof is missing: what to ask for. */
  wanted?: ProofWanted;
};

/** What is wrong and what to do. */
export function explain(t: Translate, { code, values }: Pick<Problem, 'code' | 'values'>): string {
  const told = values?.day === undefined ? values : { ...values, day: shortDate(String(values.day)) };
  const desk = `people.desk.problem.${code}`;
  return t.dynamic(t.has(desk) ? desk : `people.problem.${code}`, told);
}

export const errorOf = (t: Translate, again: Again | null, field: string): string | undefined => {
  const found = again?.problems.find((each) => each.field === field);
  return found && explain(t, found);
};

export const summaryOf = (t: Translate, again: Again | null) =>
  (again?.problems ?? []).map((each) => ({ field: each.field, message: explain(t, each) }));

export const grantTone: Record<GrantState, Tone> = { now: 'good', future: 'wait', past: 'plain', revoked: 'late' };
export const delegationTone: Record<DelegationState, Tone> = { now: 'good', future: 'wait', past: 'plain', ended: 'plain' };
export const accountTone: Record<AccountState, Tone> = { invited: 'wait', active: 'good', closed: 'plain' };
