import { failed, ok, type Problem, type Result } from '#platform/result.ts';
import { line, type Typed } from './typed.ts';

export type DaysSaid = { rule: string; days: number; reason: string };

/** Problems: `days.form` at `days`, `reason.missing`, `reason.long` at `reason`. Whether the rule allows so many is the action's matter. */
export function readDays(typed: Typed): Result<DaysSaid> {
  const [rule, text, reason] = [line(typed, 'rule'), line(typed, 'days'), line(typed, 'reason')];
  const problems: Problem[] = [];
  if (!/^\d{1,5}$/.test(text)) problems.push({ field: 'days', code: 'days.form' });
  if (reason === '') problems.push({ field: 'reason', code: 'reason.missing' });
  else if (reason.length > 500) problems.push({ field: 'reason', code: 'reason.long' });
  return problems.length > 0 ? failed(...problems) : ok({ rule, days: Number(text), reason });
}
