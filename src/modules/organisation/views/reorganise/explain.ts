import type { Problem } from '#platform/result.ts';
import { shortDate } from '#platform/text/format.ts';
import type { Translate } from '#platform/words/translate.ts';
import type { Tone } from '#ui/tone.ts';
import type { MovedLine, StepTold } from '../../rules/record.ts';
import type { State } from '../../rules/reorganisation.ts';

/** What is wrong and what to do; problems of a proof have their words in the module `people`. */
export const explain = (t: Translate, { code, values }: Pick<Problem, 'code' | 'values'>): string =>
  t.dynamic(code.startsWith('proof.') ? `people.problem.${code}` : `organisation.desk.problem.${code}`, values?.day === undefined ? values : { ...values, day: shortDate(String(values.day)) });

export type Again = { problems: Problem[]; typed?: Record<string, string>; form?: string };

export const errorOf = (t: Translate, again: Again | null, field: string): string | undefined => {
  const found = again?.problems.find((each) => each.field === field);
  return found && explain(t, found);
};

export const problemsOf = (t: Translate, again: Again | null) =>
  (again?.problems ?? []).map((each) => ({ field: each.field, message: explain(t, each) }));

/** A step as a sentence. */
export function sentenceOf(t: Translate, { bodies, into, ...step }: StepTold): string {
  const shared = step.kind === 'end' && into.length > 0;
  const key = step.kind === 'split' && step.partly ? 'splitPart' : shared ? 'endShared' : step.kind;
  const list = (names: string[]) => new Intl.ListFormat(t.language === 'vi' ? 'vi' : t.language).format(names);
  return t.dynamic(`organisation.desk.reorganise.step.${key}`, {
    ...step, bodies: list(bodies), into: list(into), symbol: step.symbol || 'none', place: step.place || 'none',
  });
}

export const whatOf = (t: Translate, { module, key }: MovedLine): string => t.dynamic(`${module}.desk.rehoming.${key}`);
/** Whom a line of the record names. */
export const toldOf = (t: Translate, { module, key, bodyName, who = [] }: MovedLine): string =>
  t.dynamic(`${module}.desk.rehoming.told.${key}`, { body: bodyName, who: who.join('; ') });
export function whereOf(t: Translate, { becomes, toName }: MovedLine): string {
  if (becomes === 'moves' && toName !== '') return toName;
  return t(becomes === 'stays' ? 'organisation.desk.reorganise.moved.stays' : 'organisation.desk.reorganise.moved.ends');
}

export const stateTone: Record<State, Tone> = {
  draft: 'plain', submitted: 'wait', confirmed: 'info', applied: 'good', refused: 'late', cancelled: 'plain',
};

export const base = '/desk/organisation/reorganisations';
