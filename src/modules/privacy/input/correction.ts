/** What a person says is wrong about them, and the value that an officer puts in its place. */
import { failed, ok, type Problem, type Result } from '#platform/result.ts';
import { fields, type CorrectField } from '../rules/requests.ts';
import { line, paragraph, type Typed } from './typed.ts';

export type CorrectionAsked = { field: CorrectField; wrong: string; right: string };

const MAX = 500;

export const isField = (text: string): text is CorrectField => (fields as readonly string[]).includes(text);

/** Problems: `field.missing`, `wrong.missing`, `wrong.long`, and those of the value at `right`. */
export function readCorrection(typed: Typed): Result<CorrectionAsked> {
  const problems: Problem[] = [];
  const field = line(typed, 'field');
  const wrong = paragraph(typed, 'wrong');
  if (!isField(field)) problems.push({ field: 'field', code: 'field.missing' });
  if (wrong === '') problems.push({ field: 'wrong', code: 'wrong.missing' });
  else if (wrong.length > MAX) problems.push({ field: 'wrong', code: 'wrong.long', values: { max: MAX } });
  const right = readValue(isField(field) ? field : 'other', typed);
  if (!right.ok) problems.push(...right.problems);
  if (problems.length > 0 || !right.ok || !isField(field)) return failed(...problems);
  return ok({ field, wrong, right: right.value });
}

/** A value in the form in which it is stored. Problems at `right`: `right.missing`, `right.long`, `name.form`, `email.form`, `phone.form`. */
export function readValue(field: CorrectField, typed: Typed): Result<string> {
  const wrong = (code: string, values?: Problem['values']) => failed({ field: 'right', code, ...(values ? { values } : {}) });
  const text = field === 'other' ? paragraph(typed, 'right') : line(typed, 'right');
  if (text === '') return wrong('right.missing');
  if (text.length > MAX) return wrong('right.long', { max: MAX });
  if (field === 'name') return text.length <= 200 && /^[\p{L}\p{M}][\p{L}\p{M}'’. -]*$/u.test(text) ? ok(text) : wrong('name.form');
  if (field === 'email') {
    const email = text.toLowerCase();
    return email.length <= 254 && /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+$/.test(email) ? ok(email) : wrong('email.form');
  }
  if (field === 'phone') {
    const digits = text.replace(/[\s().-]/g, '').replace(/^(?:\+84|0084|84)0?/, '0');
    return /^0\d{9,10}$/.test(digits) ? ok(digits) : wrong('phone.form');
  }
  return ok(text);
}
