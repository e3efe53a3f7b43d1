/** What officers say about a request. */
import { failed, ok, type Problem, type Result } from '#platform/result.ts';
import { refusals, type CorrectField, type Refusal } from '../rules/requests.ts';
import { isField, readValue } from './correction.ts';
import { line, paragraph, type Typed } from './typed.ts';

export type Applied = { field: CorrectField; value: string; answer: string };
export type Refused = { refusal: Refusal; answer: string };

const MAX = 2_000;

function answerOf(typed: Typed, needed: boolean): { answer: string; problems: Problem[] } {
  const answer = paragraph(typed, 'answer');
  if (needed && answer === '') return { answer, problems: [{ field: 'answer', code: 'answer.missing' }] };
  if (answer.length > MAX) return { answer, problems: [{ field: 'answer', code: 'answer.long', values: { max: MAX } }] };
  return { answer, problems: [] };
}

/** A correction as the officer applies it. Problems: of the value at `right`, `answer.missing`, `answer.long`. */
export function readApplied(typed: Typed): Result<Applied> {
  const field = line(typed, 'field');
  if (!isField(field)) return failed({ code: 'request.step' });
  const { answer, problems } = answerOf(typed, field === 'other');
  const value = field === 'other' ? ok('') : readValue(field, typed);
  if (!value.ok) return failed(...value.problems, ...problems);
  return problems.length > 0 ? failed(...problems) : ok({ field, value: value.value, answer });
}

/** Problems: `refusal.missing`, `answer.missing`, `answer.long`. */
export function readRefused(typed: Typed): Result<Refused> {
  const refusal = line(typed, 'refusal') as Refusal;
  const { answer, problems } = answerOf(typed, true);
  if (!refusals.includes(refusal)) problems.unshift({ field: 'refusal', code: 'refusal.missing' });
  return problems.length > 0 ? failed(...problems) : ok({ refusal, answer });
}
