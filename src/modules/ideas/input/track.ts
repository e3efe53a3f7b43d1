import { failed, fieldProblem, ok, type Problem, type Result } from '#platform/result.ts';
import { characters, hasLetters, normalise } from '#platform/text/normalise.ts';
import { limits } from '../rules/submission.ts';

/** Longer than any code with all its spaces; what else was typed is not worth carrying around. */
const MAX_CODE = 100;
/** A text may be longer than allowed (the person is told so), but not without end. */
const MAX_TEXT = limits.reply * 8;

/** What authors can do with their code, each a form of the tracking page. */
export const authorSteps = ['reply', 'appeal', 'confirm', 'withdraw', 'forget'] as const;
export type AuthorStep = (typeof authorSteps)[number];
export const isAuthorStep = (value: unknown): value is AuthorStep => authorSteps.includes(value as AuthorStep);

/** `typed` comes back into the form as it was; `text` and `done` are what the step needs. */
export type AuthorForm = { typed: { text: string; done: string }; step: Result<{ text: string; done: boolean }> };

/** A tracking code as somebody typed, pasted or scanned it; whether it is one is found out by looking it up. */
export const readCode = (value: unknown): string => (typeof value === 'string' ? value.trim().slice(0, MAX_CODE) : '');

/** Reads one form of the tracking page. Problems: `track.text`, `track.done`, `noWords`, `tooLong`. */
export function readAuthorForm(step: AuthorStep, form: FormData): AuthorForm {
  const given = (name: string) => {
    const value = form.get(name);
    return typeof value === 'string' ? value.slice(0, MAX_TEXT) : '';
  };
  const typed = { text: given('text'), done: given('done') };
  const text = normalise(typed.text);
  const done = typed.done === 'yes';
  if (step === 'withdraw' || step === 'forget') return { typed, step: ok({ text: '', done }) };
  const problems: Problem[] = [];
  if (step === 'confirm' && typed.done !== 'yes' && typed.done !== 'no') {
    problems.push({ field: 'done', code: 'track.done' });
  }
  const needed = step !== 'confirm';
  if (needed && text === '') problems.push({ field: 'text', code: 'track.text' });
  if (text !== '' && !hasLetters(text)) problems.push({ field: 'text', code: 'noWords' });
  if (characters(text) > limits.reply) {
    problems.push(...fieldProblem('text', 'tooLong', { max: limits.reply }).problems);
  }
  return { typed, step: problems.length > 0 ? failed(...problems) : ok({ text, done }) };
}
